/** `npm run torture` as a person runs it: a small run holds, and products that are broken on purpose do not. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, test } from 'vitest';
import { brokenText } from '../torture/broken-copy.ts';
import { brokenProducts } from '../torture/broken-products.ts';
import type { TortureReport } from '../torture/report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const minuteMs = 60_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function torture(line: string, env: NodeJS.ProcessEnv = ownTemporal()): Promise<Ended> {
  const args = ['tools/run.mjs', 'torture', ...line.split(' ')];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** The server of the other tests is not to be killed. */
function ownTemporal(): NodeJS.ProcessEnv {
  const env = { ...process.env, TEMPORAL_ADDRESS: undefined };
  const cliPath = inject('temporalCliPath');
  return cliPath === null ? env : { ...env, TEMPORAL_CLI_PATH: cliPath };
}

function reportIn({ stdout, stderr }: Ended): TortureReport {
  try {
    return JSON.parse(stdout) as TortureReport;
  } catch {
    throw new Error(`No report:\n${stdout}\n${stderr}`);
  }
}

describe('a run with faults and kills', () => {
  test('loses nothing', { timeout: 4 * minuteMs }, async ({ annotate }) => {
    const ended = await torture('--seed 1 --invites 24 --kills 2 --json');
    const report = reportIn(ended);
    await annotate(
      `repeat with: ${report.repeat}; recoveries ${JSON.stringify(report.recoveries)}`,
    );
    expect(report.violations).toEqual([]);
    expect(ended.code).toBe(0);
    expect(report).toMatchObject({ seed: 1, invites: 24, held: true, kept: null });
    expect(Object.keys(report.faults).length).toBeGreaterThan(5);
    expect(Object.values(report.strikes).length).toBeGreaterThan(2);
    expect(ended.stderr).toMatch(/\d+ s: \d+ of 24 started, \d+ ended, \d+ in flight/);
  });
});

describe('a product that is broken on purpose', () => {
  test.each([
    ['retryThePost', 'I4', 'cutResponse,executedServerError'],
    ['postUnregistered', 'I2', 'duplicate'],
  ])('%s breaks %s', { timeout: 3 * minuteMs }, async (name, invariant, faults) => {
    const line = `--seed 1 --invites 8 --minutes 0.05 --faults ${faults} --no-kills --broken ${name}`;
    const { code, stdout, stderr } = await torture(line);
    expect(stdout, stderr).toMatch(new RegExp(`^${invariant} .* BROKEN \\d+ times$`, 'm'));
    expect(stdout).toContain('FAILED with seed 1. Again with:\n  npm run torture -- --seed 1');
    expect(stdout).toContain(
      `Found, as it should be: the product was broken on purpose by ${name}.`,
    );
    const kept = /Plan, ledger and evidence: (\.cache\/torture\/seed-1-.*)/.exec(stdout)?.[1];
    expect(await readFile(`${root}${kept}/ledger.jsonl`, 'utf8')).toContain('postReceived');
    await rm(`${root}${kept}`, { recursive: true });
    expect(code).toBe(1);
  });

  test.each(brokenProducts)('$name can be made of what is built', async (product) => {
    const file = await readFile(`${root}dist/${product.file}`, 'utf8');
    expect(brokenText(file, product)).not.toBe(file);
  });
});

describe('the command', () => {
  test('explains that it needs a server of its own', async () => {
    const shared = { TEMPORAL_CLI_PATH: undefined, TEMPORAL_ADDRESS: '127.0.0.1:7233' };
    const ended = await torture('--seed 1', { ...process.env, ...shared });
    expect(ended.stderr).toContain('this command kills Temporal and needs a server of its own');
    expect(ended.code).toBe(1);
  });

  test('lists what it can break, and refuses what it does not know', async () => {
    const { stdout } = await torture('--broken list');
    for (const { name } of brokenProducts) expect(stdout).toContain(name);
    const wrong = await torture('--broken nonsense');
    expect(wrong.stderr).toContain('--broken does not know nonsense');
    expect(wrong.code).toBe(2);
  });

  test('has a help of its own', async () => {
    const { stdout, code } = await torture('--help');
    expect(stdout).toContain('npm run torture -- [options]');
    expect(code).toBe(0);
  });
});
