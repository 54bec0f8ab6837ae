/** A worker on the run's Temporal server, with activities that a test scripts; every finished run is replayed. */
import { randomUUID } from 'node:crypto';
import { Client, type WorkflowHandle } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { inject } from 'vitest';
import type { InviteActivities, PostInviteAnswer } from '../../contracts/activities.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import { searchAttributeKeys } from '../../contracts/search-attributes.ts';
import type { InviteFailureDetails, InviteRequest, InviteResult } from '../../contracts/types.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

export const running: PostInviteAnswer = {
  status: 'running',
  operationId: 'op-1',
  participantIds: [],
};

export interface Invites {
  readonly client: Client;
  readonly taskQueue: string;
  readonly bundle: WorkflowBundleWithSourceMap;
  /** Starts an invite whose activities are the given ones; the others fail the test's expectations by throwing. */
  start(
    request: unknown,
    activities?: Partial<InviteActivities>,
    workflowId?: string,
  ): Promise<StartedInvite>;
  /** Every finished run so far replays with the code as it is now. */
  replayAll(): Promise<number>;
  close(): Promise<void>;
}

export interface StartedInvite {
  readonly inviteId: string;
  readonly handle: WorkflowHandle;
  result(): Promise<InviteResult>;
}

/** Short deadlines, so that a test never waits for a default. */
export const soon = {
  operationMs: 10_000,
  rosterMs: 10_000,
  teardownMs: 10_000,
  reconcileMs: 2_000,
  unknownMs: 1_000,
} as const;

export async function startInvites(options: { cache?: number } = {}): Promise<Invites> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  const namespace = inject('temporalNamespace');
  const client = new Client({ connection, namespace });
  const attributes = searchAttributeKeys.map(({ name }) => ({ name, type: 'Keyword' as const }));
  await ensureSearchAttributes({ connection, namespace, attributes });
  const bundle = await bundleWorkflows();
  const taskQueue = `invites-${randomUUID()}`;
  const scripts = new Map<string, Partial<InviteActivities>>();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: bundle,
    activities: { ...dispatching(scripts) },
    ...(options.cache !== undefined && { maxCachedWorkflows: options.cache }),
  });
  const stopped = worker.run();
  const started: StartedInvite[] = [];
  return {
    client,
    taskQueue,
    bundle,
    start: async (request, activities = {}, workflowId) => {
      const inviteId = randomUUID();
      const callId = callIdOf(request);
      if (callId)
        scripts.set(callId, { postInvite: () => Promise.resolve(running), ...activities });
      const handle = await client.workflow.start(inviteWorkflowType, {
        workflowId: workflowId ?? inviteWorkflowId(inviteId),
        taskQueue,
        args: [request],
      });
      const invite = { inviteId, handle, result: () => handle.result() as Promise<InviteResult> };
      started.push(invite);
      return invite;
    },
    replayAll: async () => {
      for (const { handle } of started) {
        await Worker.runReplayHistory(
          { workflowBundle: bundle },
          await handle.fetchHistory(),
          handle.workflowId,
        );
      }
      return started.length;
    },
    close: async () => {
      worker.shutdown();
      await stopped;
      await connection.close();
    },
  };
}

/** A call of its own for each test, because scripts are found by it. */
export function onOwnCall(request: Omit<InviteRequest, 'callId'>): InviteRequest {
  return { callId: randomUUID(), deadlines: soon, ...request };
}

export async function failureDetails(invite: StartedInvite): Promise<InviteFailureDetails> {
  try {
    await invite.result();
  } catch (error) {
    const { cause } = error as { cause: { type: string; details?: unknown[] } };
    const details = cause.details?.[0] as InviteFailureDetails | undefined;
    if (details?.outcome !== cause.type) throw error;
    return details;
  }
  throw new Error('The invite was expected to fail, and joined.');
}

function callIdOf(request: unknown): string | undefined {
  const callId = (request as { callId?: unknown } | null)?.callId;
  return typeof callId === 'string' ? callId : undefined;
}

/** One set of activities serves all invites: each is scripted by the call it is about. */
function dispatching(scripts: Map<string, Partial<InviteActivities>>): InviteActivities {
  const scripted = <N extends keyof InviteActivities>(name: N, callId: string) => {
    const activity = scripts.get(callId)?.[name];
    if (!activity) throw new Error(`No activity ${name} was scripted for this call.`);
    return activity;
  };
  return {
    postInvite: async (input) => await scripted('postInvite', input.callId)(input),
    readRoster: async (input) => await scripted('readRoster', input.callId)(input),
    readCall: async (input) => await scripted('readCall', input.callId)(input),
    readOperation: async (input) => await scripted('readOperation', input.callId)(input),
    removeParticipant: async (input) => await scripted('removeParticipant', input.callId)(input),
  };
}
