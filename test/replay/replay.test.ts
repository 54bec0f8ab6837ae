import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { historiesFolder } from '../support/histories.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';

/** One history of each path; RECORD_HISTORIES=1 makes the workflow tests write those that are missing. */
const paths = [
  'joined-add',
  'joined-several',
  'joined-replace',
  'joined-move',
  'joined-dial-out',
  'completed-in-answer',
  'overtaken-answer',
  'declined',
  'call-ended',
  'roster-unconfirmed',
  'outcome-unknown',
  'reposted',
  'throttled-then-joined',
  'canceled-before-post',
  'canceled-ringing',
  'canceled-while-asking',
  'continued-after-completion',
  'ring-out',
  'original-not-terminated',
  'reconciled-join',
  'invalid-request',
  'call-registry',
];

const files = (await readdir(historiesFolder)).filter((name) => name.endsWith('.json'));
let bundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  bundle = await bundleWorkflows();
});

async function historyIn(file: string) {
  const text = await readFile(`${historiesFolder}${file}`, 'utf8');
  return { text, history: historyFromJSON(JSON.parse(text)) };
}

async function replay(workflowBundle: WorkflowBundleWithSourceMap, file: string) {
  const { history } = await historyIn(file);
  const workflowId = file.startsWith('call-registry') ? 'call/recorded' : workflowIdIn(history);
  await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
}

/** The id that the run had: an invite reads its invite id from it. */
function workflowIdIn(history: ReturnType<typeof historyFromJSON>): string {
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  return started?.workflowId ?? 'invite/recorded';
}

describe('the histories of earlier runs', () => {
  test('are there for every path', () => {
    expect(files).toEqual(expect.arrayContaining(paths.map((path) => `${path}.json`)));
  });

  test.each(files)('replay with the code as it is now: %s', async (file) => {
    await replay(bundle, file);
  });

  test.each(files)('say nothing of the machine that recorded them: %s', async (file) => {
    const { text } = await historyIn(file);
    const identities = [...text.matchAll(/"identity": "([^"]*)"/g)].map(([, identity]) => identity);
    const known = ['test-client', 'test-worker', 'temporal-system', 'history-service'];
    expect(identities.filter((identity) => !known.includes(identity ?? ''))).toEqual([]);
    expect(text).not.toMatch(/\/(home|root|work|tmp|Users)\//);
    const decoded = [...text.matchAll(/"data": "([^"]*)"/g)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString('utf8'),
    );
    expect(decoded.join('\n')).not.toMatch(/\/(home|root|work|tmp|Users)\//);
  });
});

test('a change that running invites could not survive is caught', async () => {
  const quiet = () => undefined;
  const incompatible = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./incompatible/index.ts', import.meta.url)),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  await expect(replay(incompatible, 'joined-add.json')).rejects.toThrow(
    /Nondeterminism|TMPRL1100/i,
  );
  await expect(replay(incompatible, 'call-registry.json')).rejects.toThrow(
    /Nondeterminism|TMPRL1100/i,
  );
});
