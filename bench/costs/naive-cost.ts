import { setTimeout as pause } from 'node:timers/promises';
import { readHistoryEvents, type HistoryEvent } from '../../runtime/stored-history.ts';
import type { NaiveInvite } from '../engine/naive/workflow.ts';
import { signalsCameTogether } from './history-counts.ts';
import { readCost, type Cost } from './read-cost.ts';
import { silentCall, silently } from './silent-call.ts';
import type { Stage } from './stage.ts';

export type NaiveFacts = 'apart' | 'together';

const maxTries = 40;

/** A workflow with nothing in it but the POST and two signals, whose facts came as asked for. */
export async function naiveCost(stage: Stage, facts: NaiveFacts): Promise<Cost> {
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const workflowId = await runNaive(stage, facts);
    const events = await readHistoryEvents(stage.client, { workflowId });
    if (signalsCameTogether(events) === (facts === 'together')) {
      return readCost(stage.client, workflowId);
    }
  }
  throw new Error(`The facts of the naive workflow never came ${facts}, in ${maxTries} tries.`);
}

async function runNaive(stage: Stage, facts: NaiveFacts): Promise<string> {
  const { client, random, naiveTaskQueue: taskQueue } = stage;
  const callId = silentCall(stage, { kind: 'group' });
  const ids = { inviteId: random.guid(), personId: random.guid() };
  const invite: NaiveInvite = { callId, ...ids, promises: [] };
  silently(stage, invite.inviteId);
  const workflowId = `naive/${invite.inviteId}`;
  const handle = await client.workflow.start('naiveInvite', {
    ...{ workflowId, taskQueue, args: [invite] },
  });
  await seenByWorker(stage, workflowId, 'activityTaskCompletedEventAttributes');
  const first = handle.signal('completed', { callId });
  if (facts === 'apart') {
    await first;
    await seenByWorker(stage, workflowId, 'workflowExecutionSignaledEventAttributes');
  }
  await Promise.all([first, handle.signal('inRoster', { callId })]);
  await handle.result();
  return workflowId;
}

const patienceMs = 20_000;

/** Waits until a workflow task has followed the last event of this kind. */
async function seenByWorker({ client }: Stage, workflowId: string, kind: keyof HistoryEvent) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const events = await readHistoryEvents(client, { workflowId });
    const last = (name: keyof HistoryEvent) => events.findLastIndex((event) => event[name] != null);
    if (last(kind) >= 0 && last('workflowTaskCompletedEventAttributes') > last(kind)) return;
    if (Date.now() > end) throw new Error(`The naive workflow did not go on in ${patienceMs} ms.`);
    await pause(10);
  }
}
