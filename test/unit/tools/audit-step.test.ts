/** The step of the check, with a program in the place of npm. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkAdvisories } from '../../../tools/audit-step.mjs';

let root: string;
let lines: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-'));
  lines = [];
  mkdirSync(join(root, 'tools'));
  writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}');
  writeFileSync(join(root, 'tools', 'audit-exceptions.json'), '[]');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Runs the step with an npm that writes this and ends with 1, as npm does when it has found something. */
function step(written: string, env: Record<string, string> = {}): Promise<void> {
  const program = join(root, 'npm-cli.js');
  const text = JSON.stringify(written);
  writeFileSync(program, `process.stdout.write(${text}, () => process.exit(1));`);
  const log = (line: string) => lines.push(line);
  return checkAdvisories({ args: [], root, env: { npm_execpath: program, ...env }, log });
}

const advisory = {
  ...{ name: 'parser', severity: 'high', title: 'parser is weak' },
  url: 'https://github.com/advisories/GHSA-parser',
};
const finding = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: { parser: { name: 'parser', via: [advisory], nodes: ['node_modules/parser'] } },
});

test('passes without a finding', async () => {
  await step('{"auditReportVersion":2,"vulnerabilities":{}}');
  expect(lines).toEqual(['ok      advisories']);
});

test('fails at a grave one, and says what to do', async () => {
  await expect(step(finding)).rejects.toThrow(/high GHSA-parser[^]*audit-exceptions/);
});

test('reads a report that is longer than any pipe holds', async () => {
  const padded = JSON.stringify({ ...(JSON.parse(finding) as object), pad: 'x'.repeat(2_000_000) });
  await expect(step(padded)).rejects.toThrow('GHSA-parser');
});

test('says loudly that nothing was checked, and fails only where that is required', async () => {
  const refused = '{"message":"405 Method Not Allowed"}';
  await step(refused);
  expect(lines).toEqual([expect.stringMatching(/^NOT CHECKED .*405 Method Not Allowed/)]);
  await expect(step(refused, { AUDIT_REQUIRED: 'true' })).rejects.toThrow('AUDIT_REQUIRED');
});

test('fails at an expired exception although nothing was checked', async () => {
  const expired = [{ advisory: 'GHSA-x', package: 'x', reason: 'none', expires: '2020-01-01' }];
  writeFileSync(join(root, 'tools', 'audit-exceptions.json'), JSON.stringify(expired));
  await expect(step('')).rejects.toThrow('expired on 2020-01-01');
});
