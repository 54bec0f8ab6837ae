/** Commands and code that documents show must exist, and compile. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { processIo } from '../../../cli/io.ts';
import { createProgram } from '../../../cli/program.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(root + path, 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  'docs/cli.md',
  'docs/client.md',
  'docs/comparison.md',
  'docs/observability.md',
  'docs/operations.md',
  'docs/performance.md',
  'docs/temporal-ui.md',
];

describe('a command that a document names', () => {
  test.each(documents)('in %s is a script of package.json', (document) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const known = ['ci', 'install', ...Object.keys(scripts)];
    const named = [
      ...read(document).matchAll(/(?:^|`|=1 )npm (?:run )?(?:--silent )?([a-z][a-z:-]*)/gm),
    ];
    const unknown = named.map(([, name = '']) => name).filter((name) => !known.includes(name));
    expect(unknown).toEqual([]);
  });

  test.each(documents)('in %s is one of graph-invite, with its flags', (document) => {
    const { commands } = createProgram(processIo);
    const uses = [
      ...read(document).matchAll(/(?:graph-invite|cli\/main\.js) ([a-z]+(?:-[a-z]+)*)([^`\n#]*)/g),
    ];
    const wrong = uses.flatMap(([use, name = '', rest = '']) => {
      const command = commands.find((one) => one.name() === name);
      if (command === undefined) return [use];
      const flags = command.options.map(({ long }) => long);
      return [...rest.matchAll(/--[a-z-]+/g)].some(([flag]) => !flags.includes(flag)) ? [use] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a TypeScript example', () => {
  const examples = ['README.md', 'docs/client.md'].flatMap((document) =>
    [...read(document).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], index) => ({
      // Inside the project, so that its options and packages count.
      file: `${root}test/unit/docs/${document.replaceAll(/[/.]/g, '-')}-${index}.ts`,
      code: code.replaceAll('graph-invite-orchestrator/client', '../../../client/index.ts'),
    })),
  );

  test('of README and docs/client.md compiles', { timeout: 60_000 }, () => {
    expect(examples.length).toBeGreaterThan(2);
    expect(typeErrorsOf(new Map(examples.map(({ file, code }) => [file, code])))).toEqual([]);
  });
});

function typeErrorsOf(files: ReadonlyMap<string, string>): string[] {
  const config = ts.parseJsonConfigFileContent(JSON.parse(read('tsconfig.json')), ts.sys, root);
  const disk = ts.createCompilerHost(config.options);
  const host = ts.createCompilerHost(config.options);
  host.readFile = (name) => files.get(name) ?? disk.readFile(name);
  host.fileExists = (name) => files.has(name) || disk.fileExists(name);
  const program = ts.createProgram([...files.keys()], config.options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}
