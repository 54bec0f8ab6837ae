import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { notificationText, type NotificationItem } from '../../simulator/bodies/envelope.ts';
import { operationItem } from '../../simulator/bodies/operation-item.ts';
import { rosterItem } from '../../simulator/bodies/roster-item.ts';
import type { Oddities } from '../../simulator/oddities.ts';
import { createLogger } from '../../runtime/logger.ts';
import { createCallRegisterReader } from '../../webhooks/call-register-reader.ts';
import { createMetrics } from '../../webhooks/metrics.ts';
import { createReceiver } from '../../webhooks/receive-notification.ts';
import { createSignalSender } from '../../webhooks/signal-sender.ts';
import { inLanes } from '../support/in-lanes.ts';
import { callWorkflowId, inviteWorkflowId } from '../../contracts/ids.ts';
import type { Posted } from '../support/graph-stand-in.ts';
import { readHistories, type HistoryFindings } from './read-histories.ts';

/** Tells an invite that its operation completed and that the roster shows the person, both at once. */
export type TellInvite = (posted: Posted) => Promise<unknown>;

export interface Teller {
  readonly tell: TellInvite;
  readonly histories: (inviteIds: readonly string[]) => Promise<HistoryFindings>;
  /** Ends the registers of these calls, which would wake in the turn of another variant. */
  readonly endRegisters: (callIds: readonly string[]) => Promise<void>;
  close(): Promise<void>;
}

interface TellerOptions {
  readonly address: string;
  readonly namespace: string;
  /** Whether a naive one is looked for in the register of the call. */
  readonly throughRegister: boolean;
}

/** To the naive workflow both signals go straight. */
export async function tellerOfNaive({
  address,
  namespace,
  throughRegister,
}: TellerOptions): Promise<Teller> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const register = createCallRegisterReader(client);
  return {
    tell: ({ inviteId, callId }) => {
      const handle = client.workflow.getHandle(`naive/${inviteId}`);
      const toldInRoster = async () => {
        if (throughRegister) await register.lookUp(callId);
        await handle.signal('inRoster', { participants: 1 });
      };
      return Promise.all([
        handle.signal('completed', { operationId: operationIdOf(inviteId) }),
        toldInRoster(),
      ]);
    },
    histories: (inviteIds) =>
      readHistories(
        client,
        inviteIds.map((inviteId) => `naive/${inviteId}`),
      ),
    endRegisters: (callIds) => endRegisters(client, callIds),
    close: () => connection.close(),
  };
}

const tenantId = '7d0c2b1e-0000-4000-8000-000000000010';
const none: Oddities = new Set();

/**
 * To ours through what the webhooks do once a token is verified: projection, look-up of the call's register, signals. The
 * HTTP and the tokens before it are measured by the benchmark of the webhooks.
 */
export async function tellerOfOurs({ address, namespace }: TellerOptions): Promise<Teller> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const receive = createReceiver({
    register: createCallRegisterReader(client),
    send: createSignalSender(client),
    metrics: createMetrics(),
    logger: createLogger({ name: 'bench', level: 'silent', fields: [] }),
  });
  const notify = (item: NotificationItem) =>
    receive(
      JSON.parse(notificationText({ items: [item], oddities: none, callbackUri: '' })),
      tenantId,
    );
  return {
    tell: (posted) => Promise.all([notify(completed(posted)), notify(roster(posted))]),
    histories: (inviteIds) => readHistories(client, inviteIds.map(inviteWorkflowId)),
    endRegisters: (callIds) => endRegisters(client, callIds),
    close: () => connection.close(),
  };
}

function completed({ inviteId, callId, personId }: Posted): NotificationItem {
  const operationId = operationIdOf(inviteId);
  return operationItem(
    {
      ...{ callId, operationId, tenantId, status: 'completed', clientContext: inviteId },
      strangeId: operationId,
      resultInfo: null,
      people: [{ kind: 'user', id: personId, displayName: 'Benchmark Person' }],
    },
    none,
  );
}

function roster({ inviteId, callId, personId }: Posted): NotificationItem {
  const person = { kind: 'user', id: personId, displayName: 'Benchmark Person' } as const;
  const entry = { participantId: `participant-${inviteId}`, person, inLobby: false };
  return rosterItem(
    {
      ...{ callId, tenantId, delta: { sequenceNumber: 1, changed: [], removed: [] } },
      entries: [{ ...entry, hidden: false, invited: true, sourceId: 2 }],
    },
    none,
  );
}

function operationIdOf(inviteId: string): string {
  return `operation-${inviteId}`;
}

function endRegisters(client: Client, callIds: readonly string[]): Promise<void> {
  return inLanes(callIds, 10, async (callId) => {
    try {
      await client.workflow.getHandle(callWorkflowId(callId)).terminate('the load is over');
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  });
}
