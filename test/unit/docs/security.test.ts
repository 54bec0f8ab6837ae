/** docs/security.md names the tests that show what it claims: each of them exists. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const path = (file: string) => fileURLToPath(new URL(file, root));
const page = readFileSync(path('docs/security.md'), 'utf8');

const classes = [
  ...page.matchAll(/^\| (\d+) +\|.*`test\/hostile\/(forged-[a-z]+\.test\.ts)` *\|$/gm),
].map(([, number = '', file = '']) => ({ number, file }));

test('the table has each class of forged token once', () => {
  const numbers = classes.map(({ number }) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test.each(classes)('class $number is tested in $file', ({ number, file }) => {
  const source = readFileSync(path(`test/hostile/${file}`), 'utf8');
  expect(source).toMatch(new RegExp(`'class ${number}: `));
});

test('every test file that the page names exists', () => {
  const files = [...page.matchAll(/`(test\/[\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !existsSync(path(file)))).toEqual([]);
});
