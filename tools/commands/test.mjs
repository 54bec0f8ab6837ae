import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from '../bootstrap.mjs';
import { describeError } from '../explained.mjs';
import { isClosing } from '../shutdown.mjs';
import { runStep } from '../step.mjs';
import { findTemporal } from '../temporal/find-server.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { countTests } from '../test-count.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';

/**
 * Runs every test tier; the last line, on stdout, is `N passed, N failed`.
 * @param {import('../run.mjs').CommandOptions} options arguments go on to vitest
 * @returns {Promise<number>}
 */
export function test(options) {
  return endingWithCount(options.log, () => runTests(options));
}

/**
 * Whatever happens, nothing follows the counting line: an error is told before it.
 * @param {(line: string) => void} log
 * @param {() => Promise<ReturnType<typeof countTests>>} run
 * @returns {Promise<number>}
 */
export async function endingWithCount(log, run) {
  let result = countTests(undefined, 1);
  try {
    result = await run();
  } catch (error) {
    if (!isClosing()) log(`\n${describeError(error)}`);
  }
  for (const sentence of result.unchecked) log(sentence);
  process.stdout.write(`${result.line}\n`);
  return result.code;
}

/** @param {import('../run.mjs').CommandOptions} options */
export async function runTests({ args, root, env, log }) {
  await bootstrap({ root, env, log });
  const temporal = await findTemporal({ env, log });
  const found = temporal.kind === 'cli' ? temporal.cliPath : temporal.address;
  log(`Temporal for the tests: ${found}`);
  return runVitest({ args, root, env: withTemporal(env, temporal), log });
}

/** @param {NodeJS.ProcessEnv} env @param {import('../temporal/find-server.mjs').FoundTemporal} temporal */
function withTemporal(env, temporal) {
  return temporal.kind === 'address'
    ? { ...env, TEMPORAL_ADDRESS: temporal.address }
    : { ...env, TEMPORAL_CLI_PATH: temporal.cliPath };
}

/** @param {import('../run.mjs').CommandOptions} options */
async function runVitest({ args, root, env, log }) {
  const folder = temporaryFolder('graph-invite-test-');
  try {
    const file = join(folder.path, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = [VITEST, 'run', ...reporters, ...args];
    const step = { command: process.execPath, args: vitest, cwd: root, env };
    const { code } = await runStep({ ...step, output: 'inherit' });
    const report = readReport(file);
    if (report === undefined) log(`vitest left no report (exit code ${code}), see above.`);
    return countTests(report, code);
  } finally {
    folder.remove();
  }
}

/** @param {string} file @returns {unknown} */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
