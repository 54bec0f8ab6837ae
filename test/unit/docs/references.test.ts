import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', 'histories']);
const sources = filesIn(root, /\.(ts|mjs|cjs|js)$/).map((file) => relative(root, file));
const documents = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const decisions = readdirSync(join(root, 'docs', 'adr'));

describe('a document that a comment cites', () => {
  test('is there, with the section, quirk or decision', () => {
    const wrong = sources.flatMap((source) =>
      citationsIn(commentsIn(textOf(source)))
        .filter(isMissing)
        .map((citation) => `${source}: ${citation.text}`),
    );
    expect(wrong).toEqual([]);
  });

  test('is named with its folder', () => {
    const bare = /(?<![\w./-])(?:protocol|reliability|temporal(?:-facts)?|design|style)\.md/g;
    const found = sources.flatMap((source) =>
      [...commentsIn(textOf(source)).matchAll(bare)].map(([text]) => `${source}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  test('is found with sections, quirks and decisions in all writings', () => {
    const comment =
      '// (docs/protocol.md 4) docs/protocol.md, quirks 20 to 22, ADR 0003, (quirk 6)';
    expect(citationsIn(commentsIn(comment)).map(({ text }) => text)).toEqual([
      'docs/protocol.md 4',
      'docs/protocol.md',
      'quirk 20',
      'quirk 22',
      'quirk 6',
      'ADR 0003',
    ]);
    const missing = ['// docs/protocol.md 99', '// docs/none.md', '// quirks 1 and 99, ADR 9999'];
    const wrong = missing.flatMap((text) => citationsIn(commentsIn(text))).filter(isMissing);
    expect(wrong.map(({ text }) => text)).toEqual([
      'docs/protocol.md 99',
      'docs/none.md',
      'quirk 99',
      'ADR 9999',
    ]);
  });
});

describe('the documents that comments cite', () => {
  test('have all sections and quirks, numbered without a gap', () => {
    const numbers = (document: string, pattern: RegExp) =>
      [...textOf(join('docs', document)).matchAll(pattern)].map(([, number]) => Number(number));
    for (const document of ['protocol.md', 'reliability.md', 'temporal-facts.md']) {
      const found = numbers(document, /^## (\d+)\. /gm);
      expect(found).toEqual(found.map((_, index) => index + 1));
      expect(found.length).toBeGreaterThan(5);
    }
    const quirks = numbers('protocol.md', /^\| (\d+) /gm);
    expect(quirks).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
  });

  test.each(documents)('in %s name test files that exist', (document) => {
    const named = [...textOf(join('docs', document)).matchAll(/`(?:test\/)?([\w/-]+\.test\.ts)`/g)];
    const missing = named.filter(([, file = '']) => !existsSync(join(root, 'test', file)));
    expect(missing.map(([text]) => text)).toEqual([]);
  });
});

type Citation = { readonly text: string } & (
  | { readonly kind: 'document'; readonly file: string; readonly section: string | undefined }
  | { readonly kind: 'quirk'; readonly number: string }
  | { readonly kind: 'decision'; readonly number: string }
);

function citationsIn(comments: string): Citation[] {
  const cited = [...comments.matchAll(/docs\/(?:adr\/)?[\w-]+\.md(?:,? (?:section )?(\d+))?/g)];
  const quirks = [...comments.matchAll(/\bquirks? (\d+)(?:(?:,| and| to) (\d+))?/g)];
  return [
    ...cited.map(([text, section]): Citation => {
      return { kind: 'document', text, file: /^\S+?\.md/.exec(text)?.[0] ?? text, section };
    }),
    ...quirks.flatMap(([, ...numbers]) => numbers.filter(isNumber).map(quirk)),
    ...[...comments.matchAll(/\bADR (\d{4})/g)].map(([text, number = '']): Citation => {
      return { kind: 'decision', text, number };
    }),
  ];
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined;
}

function quirk(number: string): Citation {
  return { kind: 'quirk', text: `quirk ${number}`, number };
}

function isMissing(citation: Citation): boolean {
  return !exists(citation);
}

function exists(citation: Citation): boolean {
  if (citation.kind === 'decision') {
    return decisions.some((name) => name.startsWith(`${citation.number}-`));
  }
  if (citation.kind === 'quirk') return hasLine('docs/protocol.md', `| ${citation.number} `);
  if (!existsSync(join(root, citation.file))) return false;
  return citation.section === undefined || hasLine(citation.file, `## ${citation.section}. `);
}

function hasLine(file: string, beginning: string): boolean {
  return textOf(file)
    .split('\n')
    .some((line) => line.startsWith(beginning));
}

/** Comments of a line or a block, in one line each, so that a citation may be broken between lines. */
function commentsIn(source: string): string {
  const comments = source.match(/\/\*[^]*?\*\/|(?:^[ \t]*\/\/.*\n?)+|(?<=\s)\/\/ .*$/gm) ?? [];
  return comments
    .map((comment) => comment.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)?[ \t]*/g, ' '))
    .join('\n');
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}
