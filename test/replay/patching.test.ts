/** A change of the workflow's commands, as docs/changing-workflows.md wants it and as it must not be. */
import { readdir, readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { historiesFolder } from '../support/histories.ts';
import { bundleVariant, type Variant } from './variants/bundle-variant.ts';

const prefix = 'invite/';
const files = (await readdir(historiesFolder)).filter((name) => name.endsWith('.json')).sort();

beforeAll(() => {
  // Each history that does not replay would be a warning.
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  const telemetryOptions = { logging: { filter } };
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [], telemetryOptions });
});

test('behind a patch it leaves every history replayable', async () => {
  expect(await filesThatReplay('patched')).toEqual(files);
});

test('without a patch it leaves none', async () => {
  expect(await filesThatReplay('unpatched')).toEqual([]);
});

test('with its patch deprecated too early it leaves none', async () => {
  expect(await filesThatReplay('deprecated')).toEqual([]);
});

async function filesThatReplay(variant: Variant): Promise<string[]> {
  const workflowBundle = await bundleVariant(variant);
  const replayed: string[] = [];
  const replays = Worker.runReplayHistories({ workflowBundle }, recorded());
  for await (const { workflowId, error } of replays) {
    if (error === undefined) replayed.push(workflowId.slice(prefix.length));
    else expect(String(error)).toMatch(/TMPRL1100/);
  }
  return replayed.sort();
}

/** An invite reads its id from its workflow id; a register's says nothing to it. */
async function* recorded() {
  for (const file of files) {
    const text = await readFile(`${historiesFolder}${file}`, 'utf8');
    yield { workflowId: `${prefix}${file}`, history: historyFromJSON(JSON.parse(text)) };
  }
}
