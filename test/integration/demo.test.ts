/** The command that newcomers run first, with payload encryption on: every documented scenario, on a stack of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';

const run = fileURLToPath(new URL('../../tools/run.mjs', import.meta.url));

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function demo(args: readonly string[]): Promise<Output> {
  const cliPath = inject('temporalCliPath');
  // An empty variable counts as unset.
  const own = { PAYLOAD_ENCRYPTION_KEYS_FILE: '', TEMPORAL_ADDRESS: '' };
  const temporal =
    cliPath === null
      ? { TEMPORAL_ADDRESS: inject('temporalAddress') }
      : { TEMPORAL_CLI_PATH: cliPath };
  const env = { ...process.env, ...own, ...temporal };
  const child = spawn(process.execPath, [run, 'demo', ...args], { env });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString('utf8')));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}

test(
  'every scenario ends as documented, with everything encrypted',
  { timeout: 180_000 },
  async () => {
    const { code, stdout, stderr } = await demo(['--encrypted', '--json']);
    const report = JSON.parse(stdout) as {
      ok: boolean;
      scenarios: { name: string; ok: boolean; actual: string }[];
    };
    expect(report.scenarios.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.scenarios.length).toBeGreaterThanOrEqual(10);
    expect([report.ok, code]).toEqual([true, 0]);
    expect(stderr).toContain('codec-server is ready');
  },
);
