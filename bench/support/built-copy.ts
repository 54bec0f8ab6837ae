import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

export interface BuiltCopy {
  /** The JavaScript of one of the processes, by the path of its TypeScript in the checkout. */
  fileOf(entry: string): string;
  remove(): void;
}

/**
 * The sources of the processes as plain JavaScript in a folder of its own. With the loader of the checkout in it, a process
 * would hold the whole TypeScript compiler, and its memory would be none of ours.
 * @param entries paths of TypeScript files in the checkout, such as `bench/webhooks/server-process.ts`
 */
export function buildCopy(root: string, entries: readonly string[]): BuiltCopy {
  const folder = temporaryFolder('graph-invite-bench-');
  const files = new Set(entries);
  // What is added meanwhile is visited too.
  for (const file of files) {
    for (const imported of transpile(file, root, folder.path)) files.add(imported);
  }
  cpSync(join(root, 'package.json'), join(folder.path, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'), 'junction');
  return {
    fileOf: (entry) => join(folder.path, entry.replace(/\.ts$/, '.js')),
    remove: () => {
      folder.remove();
    },
  };
}

/** @returns the files that this one needs at run time */
function transpile(file: string, root: string, target: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const { outputText } = ts.transpileModule(text, { fileName: file, compilerOptions });
  const written = join(target, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(written), { recursive: true });
  writeFileSync(written, outputText);
  return [...outputText.matchAll(/ from ["'](\.[^"']+)\.js["']/g)].map(([, path = '']) =>
    join(dirname(file), `${path}.ts`),
  );
}
