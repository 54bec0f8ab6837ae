/** docs/temporal-ui.md shows what the code says, and pictures that are there. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listColumns, listViewPath, listViews } from '../../../contracts/list-views.ts';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const page = readFileSync(`${docs}temporal-ui.md`, 'utf8');

test.each(listViews)('the list view $name stands there with its query and its link', (view) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${view.name} `)) ?? '';
  const cells = row.split('|').map((cell) => cell.trim());
  expect(cells.slice(2, 4)).toEqual([view.shows, `\`${view.query}\``]);
  expect(page).toContain(`${view.name}\n  ${listViewPath(view, 'default')}\n`);
});

test('the columns stand there as the UI keeps them', () => {
  const stored = /```json\n([^`]+)```/.exec(page)?.[1] ?? '';
  expect(JSON.parse(stored)).toEqual({ default: listColumns.map((label) => ({ label })) });
});

test('its pictures are there, and small enough to be read on any connection', () => {
  const pictures = [...page.matchAll(/\]\((images\/[^)]+)\)/g)].map(([, file = '']) => docs + file);
  expect(pictures.length).toBeGreaterThan(2);
  for (const file of pictures) {
    expect(existsSync(file), file).toBe(true);
    expect(statSync(file).size).toBeLessThan(200_000);
  }
});
