import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeAudit, readAudit } from './audit.mjs';
import { explained } from './explained.mjs';
import { npmCommand } from './install-dependencies.mjs';

const NPM_DEADLINE_MS = 45_000;
const LARGEST_REPORT_BYTES = 32 * 1024 * 1024;

/**
 * Asks the registry for advisories about the locked dependencies. A registry that cannot tell is said loudly and fails
 * nothing, unless `AUDIT_REQUIRED=true`.
 * @param {import('./run.mjs').CommandOptions} options
 * @throws an explained error for what docs/supply-chain.md does not let pass
 */
export async function checkAdvisories({ root, env, log }) {
  const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
  const audit = readAudit(await askNpm({ root, env }), readJson('package-lock.json'));
  const advisories = 'advisories' in audit ? audit.advisories : [];
  const today = new Date().toISOString().slice(0, 10);
  const exceptions = readJson('tools', 'audit-exceptions.json');
  const { failures, listed } = judgeAudit(advisories, exceptions, today);
  listed.forEach((line) => log(`        ${line}`));
  if (failures.length > 0) throw explained(failedBecause(failures));
  if (!('notChecked' in audit)) return log('ok      advisories');
  log(`NOT CHECKED  advisories about the dependencies: ${audit.notChecked}`);
  if (env['AUDIT_REQUIRED'] === 'true') {
    throw explained(
      'AUDIT_REQUIRED=true: a release needs a run in which the advisories are checked.',
    );
  }
}

/** What npm writes to stdout; its exit code says no more than that. Never rejects. */
function askNpm({ root, env }) {
  const npm = npmCommand(env);
  // The lockfile alone: an old node_modules must not decide.
  const how = ['--json', '--package-lock-only', '--fetch-retries=1', '--fetch-timeout=15000'];
  const options = {
    ...{ cwd: root, env, shell: npm.shell },
    ...{ timeout: NPM_DEADLINE_MS, maxBuffer: LARGEST_REPORT_BYTES },
  };
  return new Promise((resolve) => {
    execFile(npm.command, [...npm.args, 'audit', ...how], options, (_error, stdout) => {
      resolve(stdout);
    });
  });
}

/** @param {readonly string[]} failures */
function failedBecause(failures) {
  return [
    'FAILED  advisories',
    ...failures.map((line) => `        ${line}`),
    'How to fix it: take a version without it; if there is none yet, an exception with a reason and a date',
    'in tools/audit-exceptions.json (docs/supply-chain.md).',
  ].join('\n');
}
