/**
 * Marked personal data goes through real processes with payload encryption on, and is looked for in all that they leave
 * behind: logs, histories, the database file of Temporal, lists, metrics, answers.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { InviteHandle, StartInviteRequest } from '../../client/index.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import type { CallInput, Script } from '../../simulator/index.ts';
import { keyFile, newKey } from '../support/payload-keys.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { readable } from '../support/readable.ts';
import { until } from '../support/until.ts';

const keysFile = keyFile({ encryptWith: 'now', keys: { now: newKey() } });
const canaries: string[] = [];
/** Remembered in the forms in which it could be written. */
function marked(text: string): string {
  canaries.push(text, text.replaceAll('-', ''), encodeURIComponent(text));
  return text;
}

/** What the worker sends to Graph (test/support/stack-worker.ts). */
marked('a-token-for-the-simulator');

let number = 100;
const newName = () => marked(`Canary Person ${randomUUID().slice(0, 8)}`);
const newPhone = () => marked(`+1555010${(number += 1).toString().padStart(4, '0')}`);
const user = () => ({ user: { id: marked(randomUUID()), displayName: newName() } });
type Person = StartInviteRequest['participants'][number];

const person = () => ({ identity: user() });
const phone = () => ({
  identity: { phone: { id: newPhone(), displayName: newName() } },
});

let stack: Stack;
const ended: string[] = [];
/** Everything that was left behind, by where it was found. */
const places = new Map<string, string>();

beforeAll(async () => {
  const cliPath = inject('temporalCliPath') ?? undefined;
  stack = await startStack({ cliPath, keysFile, env: { LOG_LEVEL: 'debug' } });
  await Promise.all([...scenes().map(play), playIllFormed()]);
  await knock();
  await collect();
});
afterAll(async () => {
  await stack.close();
});

interface Scene {
  readonly ends: string;
  readonly people: Person[];
  readonly script?: Script;
  readonly call?: Partial<CallInput>;
  readonly meanwhile?: (invite: InviteHandle) => Promise<unknown>;
}

function scenes(): readonly Scene[] {
  const aboutThem = `addParticipants failed for participant {mri}, ${newName()}`;
  const refusal = `${newName()} may not be invited`;
  return [
    { ends: 'joined', people: [person()], call: { participants: [{ identity: user() }] } },
    { ends: 'joined', people: [phone()] },
    { ends: 'joined', people: [person(), person()] },
    { ends: 'joined', people: [replaced()] },
    { ends: 'joined', people: [person()], call: { faults: { deliveries: { drop: 1 } } } },
    { ends: 'InviteDeclined', people: [person()], script: { answer: { kind: 'decline' } } },
    {
      ends: 'InviteFailed',
      people: [phone()],
      script: { answer: { kind: 'fail', code: 500, subcode: 7117, message: aboutThem } },
    },
    {
      ends: 'InviteRejected',
      people: [person()],
      script: { answer: { kind: 'httpStatus', status: 403, code: '7504', message: refusal } },
    },
    {
      ends: 'canceled',
      people: [phone()],
      script: { answer: { kind: 'never' } },
      meanwhile: async (invite) => {
        await until(async () => (await invite.status()).phase === 'awaitingOutcome', 'it rings');
        await tellOfAnotherCall(invite);
        await invite.cancel();
      },
    },
  ];
}

function newCall(more: Partial<CallInput> = {}): string {
  return stack.simulator.createCall({ kind: 'group', callbackUri: stack.callbackUri, ...more })
    .callId;
}

function replaced(): Person {
  const someone = person();
  const replacesCallId = newCall({
    kind: 'peerToPeer',
    participants: [{ identity: someone.identity }],
  });
  return { ...someone, replacesCallId };
}

/** With a good token, and about this invite, but of a call that it has nothing to do with: it moves nothing. */
async function tellOfAnotherCall({ inviteId }: InviteHandle): Promise<void> {
  const resourceData = {
    '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
    status: 'failed',
    clientContext: inviteId,
    resultInfo: { code: 487, subcode: 10003, message: newName() },
  };
  const resourceUrl = `/communications/calls/${randomUUID()}/operations/${randomUUID()}`;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await stack.simulator.mintToken()}`,
  };
  const body = JSON.stringify({ value: [{ changeType: 'updated', resourceUrl, resourceData }] });
  const response = await fetch(stack.callbackUri, { method: 'POST', headers, body });
  expect(response.status).toBe(202);
}

const deadlines = { operationMs: 6_000, rosterMs: 2_000, teardownMs: 2_000, reconcileMs: 4_000 };

async function play({ people, script, call, meanwhile }: Scene): Promise<void> {
  const inviteId = randomUUID();
  if (script) stack.simulator.script({ ...script, clientContext: inviteId });
  const request = { inviteId, callId: newCall(call), participants: people, deadlines };
  const invite = await stack.invites.start(request);
  await meanwhile?.(invite);
  ended.push(await endOf(invite));
}

async function endOf(invite: InviteHandle): Promise<string> {
  try {
    return (await invite.result()).outcome;
  } catch (error) {
    places.set(`the error of ${invite.inviteId}`, describe(error));
    if (!(error instanceof Error)) return 'nothing';
    return 'type' in error
      ? String(error.type)
      : error.name === 'InviteCanceledError'
        ? 'canceled'
        : error.name;
  }
}

/** With what may be shown of a request: ids of people are the caller's own; names and words of Graph are not. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.name} ${error.message} ${error.stack ?? ''} ${describe(error.cause)}`;
}

/** Started by name, past the client's own check. */
async function playIllFormed(): Promise<void> {
  const inviteId = randomUUID();
  const participants = [{ identity: { phone: { id: `call ${newPhone()}` } }, [newName()]: 1 }];
  const run = await stack.client.workflow.start(inviteWorkflowType, {
    workflowId: inviteWorkflowId(inviteId),
    taskQueue: stack.taskQueue,
    args: [{ callId: 'c1', participants }],
  });
  ended.push(await endOf(stack.invites.get(inviteId)));
  expect(run.workflowId).toBe(inviteWorkflowId(inviteId));
}

/** Strangers at the door of the webhooks. */
async function knock(): Promise<void> {
  const { mintToken } = stack.simulator;
  const good = `Bearer ${await mintToken()}`;
  marked(good.slice(-40));
  const json = { 'content-type': 'application/json' };
  const knocks = [
    { authorization: `Bearer ${newPhone()}`, body: '{}' },
    { authorization: good, body: `{"value": "${newName()}` },
    { authorization: good, body: JSON.stringify({ value: [{ [newName()]: newPhone() }] }) },
    { authorization: good, body: JSON.stringify({ value: [{ resource: newName() }] }) },
  ];
  for (const { authorization, body } of knocks) {
    const url = `${stack.callbackUri}?name=${encodeURIComponent(newName())}`;
    const headers = { ...json, authorization, 'x-microsoft-skype-message-id': newName() };
    const response = await fetch(url, { method: 'POST', headers, body });
    places.set(
      `answer ${places.size}`,
      `${await response.text()} ${JSON.stringify([...response.headers])}`,
    );
  }
}

async function collect(): Promise<void> {
  for (const process of [...stack.workers, ...stack.webhooks]) {
    places.set(`the log of ${process.name}`, process.output());
    const metrics = await (await fetch(`${process.adminUrl}/metrics`)).text();
    places.set(`the metrics of ${process.name}`, metrics);
  }
  const listed = await stack.client.workflowService.listWorkflowExecutions({
    namespace: 'default',
  });
  places.set('the list', JSON.stringify(readable(listed)));
  for (const { execution } of listed.executions) {
    const { workflowId = '' } = execution ?? {};
    const read = await stack.client.workflowService.getWorkflowExecutionHistory({
      namespace: 'default',
      execution: { workflowId },
    });
    places.set(`the history of ${workflowId}`, JSON.stringify(readable(read)));
  }
  // After the processes: what was only in memory is on disk now.
  await stack.temporal.stop();
  for (const suffix of ['', '-wal'])
    places.set(
      `the database${suffix}`,
      readFileSync(`${stack.temporal.dbFile}${suffix}`, 'latin1'),
    );
}

test('every invite ended as it was told to', () => {
  expect([...ended].sort()).toEqual(
    [...scenes().map(({ ends }) => ends), 'InvalidInviteRequest'].sort(),
  );
});

test('everything that could show them was looked at', () => {
  const text = [...places.values()].join('\n');
  const evidence = [
    'notification item',
    'Graph answered',
    'temporal_workflow_completed',
    'graph_invite_facts_dropped',
    'graph_invite_webhook_answers_total',
    'graph_invite_payloads_refused_total',
    'binary/encrypted',
    'Encoded failure',
    '"people":["',
  ];
  expect(evidence.filter((one) => !text.includes(one))).toEqual([]);
  expect(places.get('the database')?.includes('invite/')).toBe(true);
  expect(canaries.length).toBeGreaterThan(60);
});

test('marked personal data and tokens stand nowhere', () => {
  const found = [...places].flatMap(([where, text]) =>
    canaries.filter((canary) => text.includes(canary)).map((canary) => `${canary} in ${where}`),
  );
  expect(found).toEqual([]);
});
