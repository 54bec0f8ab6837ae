import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readOptions } from '../../../bench/webhooks/options.ts';
import { runParts } from '../../../bench/webhooks/run-parts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('measures a real server, and both sides count the same answers', async () => {
  const args = ['--only', 'stub', '--seconds', '0.5', '--rounds', '2', '--connections', '10'];
  const lines: string[] = [];
  const report = await runParts(readOptions(args), root, (line) => lines.push(line));
  const [stub] = report.parts;
  expect(stub?.wrong).toEqual([]);
  const valuesOf = (what: string) => stub?.figures.find((one) => one.what === what)?.values ?? [];
  expect(valuesOf('accepted (202)')).toHaveLength(2);
  for (const rate of valuesOf('accepted (202)')) expect(rate).toBeGreaterThan(0);
  // No call to Temporal is answered before 20 ms.
  for (const p50 of valuesOf('p50')) expect(p50).toBeGreaterThanOrEqual(19);
  expect(valuesOf('other answers and errors')).toEqual([0, 0]);
  expect(stub?.verdicts).toHaveLength(4);
  expect(lines.at(-1)).toMatch(/^stub: round 2 of 2/);
}, 60_000);
