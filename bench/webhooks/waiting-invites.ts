import { Client, Connection, defaultPayloadConverter } from '@temporalio/client';
import { inviteWorkflowId, normaliseId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import type { InviteRequest } from '../../contracts/types.ts';
import { createCallRegisterWriter } from '../../worker/call-register-writer.ts';
import type { WaitingInvite } from './notifications.ts';
import type { Random } from '../support/random.ts';
import { signalMark } from './signal-mark.ts';

/** Runs of `inviteParticipants` that wait, each registered on a call of its own. */
export interface WaitingInvites {
  readonly invites: readonly WaitingInvite[];
  /** How often each mark stands in the histories, as `<invite id> <mark>`. */
  storedMarks(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

interface WaitingOptions {
  readonly address: string;
  readonly namespace: string;
  readonly count: number;
  readonly random: Random;
}

/** Nobody polls it: a signal is stored without a worker, and the invite never takes its first step. */
const taskQueue = 'benchmark-without-worker';
const dayMs = 24 * 3_600_000;
const atOnce = 20;

export async function startWaitingInvites(options: WaitingOptions): Promise<WaitingInvites> {
  const { address, namespace, count, random } = options;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const invites = Array.from({ length: count }, () => ({
    inviteId: random.guid(),
    callId: random.guid(),
    personId: random.guid(),
  }));
  await forEach(invites, (invite) => startWaiting(client, invite));
  return {
    invites,
    storedMarks: async () => {
      const stored = new Map<string, number>();
      await forEach(invites, async ({ inviteId }) => {
        for (const mark of await marksOf(client, inviteId)) {
          const key = `${inviteId} ${mark}`;
          stored.set(key, (stored.get(key) ?? 0) + 1);
        }
      });
      return stored;
    },
    close: () => connection.close(),
  };
}

/** The register first, as the worker writes it before the POST. */
async function startWaiting(client: Client, invite: WaitingInvite): Promise<void> {
  const { inviteId, callId, personId } = invite;
  const register = createCallRegisterWriter(client, taskQueue);
  const registration = {
    inviteId,
    participantKeys: [normaliseId(personId)],
    role: 'target' as const,
    expiresAt: new Date(Date.now() + dayMs).toISOString(),
  };
  await register.register(callId, registration, dayMs);
  const request: InviteRequest = {
    callId,
    participants: [{ identity: { user: { id: personId } } }],
  };
  const workflowId = inviteWorkflowId(inviteId);
  await client.workflow.start(inviteWorkflowType, { workflowId, taskQueue, args: [request] });
}

async function marksOf(client: Client, inviteId: string): Promise<string[]> {
  const { events } = await client.workflow.getHandle(inviteWorkflowId(inviteId)).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const [payload] = event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? [];
    const mark = payload && signalMark(defaultPayloadConverter.fromPayload(payload));
    return mark === undefined ? [] : [mark];
  });
}

async function forEach<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> {
  const left = values.values();
  const lane = async () => {
    for (const value of left) await work(value);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
