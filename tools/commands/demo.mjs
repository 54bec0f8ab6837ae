import { join } from 'node:path';
import { bootstrap } from '../bootstrap.mjs';
import { explained } from '../explained.mjs';
import { codecServerHint } from '../local-stack-encryption.mjs';
import { startStack } from '../local-stack.mjs';
import { endsByInterrupt } from '../shutdown.mjs';
import { runStep } from '../step.mjs';
import { findTemporal } from '../temporal/find-server.mjs';

/**
 * Runs every documented scenario on a local stack. Exit code: that of the scenarios.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export async function demo({ args, root, env, log }) {
  const keep = args.includes('--keep');
  const encrypted = args.includes('--encrypted');
  const passedOn = args.filter((arg) => !['--keep', '--encrypted'].includes(arg));
  const unknown = passedOn.find((arg) => arg !== '--json');
  if (unknown !== undefined) {
    throw explained(`demo knows --keep, --encrypted and --json, not ${unknown}`);
  }
  await bootstrap({ root, env, log });
  const temporal = await findTemporal({ env, log });
  const stack = await startStack({ root, temporal, withSimulator: true, encrypted, env, log });
  try {
    const code = await runScenarios({ args: passedOn, root, stack });
    if (!keep) return code;
    endsByInterrupt(code);
    announce(stack, log);
    throw explained(await stack.failed);
  } finally {
    await stack.stop();
  }
}

/** @param {{ args: string[], root: string, stack: import('../local-stack.mjs').LocalStack }} options */
async function runScenarios({ args, root, stack }) {
  const { clientEnv, simulatorUrl, notificationUrl, failed } = stack;
  const env = {
    ...clientEnv,
    SIMULATOR_URL: simulatorUrl ?? '',
    DEMO_NOTIFICATION_URL: notificationUrl,
  };
  const abort = new AbortController();
  const demoMain = [join(root, 'dist', 'cli', 'demo', 'main.js'), ...args];
  const step = { command: process.execPath, args: demoMain, cwd: root, env };
  const scenarios = runStep({ ...step, output: 'inherit', signal: abort.signal });
  const first = await Promise.race([scenarios, failed]);
  if (typeof first !== 'string') return first.code;
  abort.abort();
  await scenarios;
  throw explained(first);
}

/** @param {import('../local-stack.mjs').LocalStack} stack @param {(line: string) => void} log */
function announce({ temporal, notificationUrl, simulatorUrl, codecServer, logFolder }, log) {
  log(`Everything keeps running until Ctrl-C. Temporal UI: ${temporal.uiUrl ?? '(not known)'}`);
  if (codecServer !== null) {
    log(`Codec server ${codecServer.url}: ${codecServerHint(codecServer, temporal.uiUrl)}`);
  }
  log(`Webhook ${notificationUrl}, simulator ${simulatorUrl}, logs ${logFolder}`);
}
