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
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { InviteActivities, PostInviteAnswer } from '../../contracts/activities.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import { graphInviteOutcome, searchAttributes } from '../../contracts/search-attributes.ts';
import type {
  InviteFailureDetails,
  InvitePhase,
  InviteRequest,
  InviteResult,
  InviteStatus,
} from '../../contracts/types.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import { inviteSinks } from '../../worker/tracing.ts';
import { activitiesIn, eventsOf } from './histories.ts';
import { replayErrors } from './replay.ts';
import { until } from './until.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

export const running: PostInviteAnswer = {
  status: 'running',
  operationId: 'op-1',
  participantIds: [],
};

export interface StartOptions {
  readonly workflowId?: string;
  /** Until then the server keeps signals, and a worker sees nothing of the run. */
  readonly startDelay?: number;
}

export interface Invites {
  readonly client: Client;
  readonly taskQueue: string;
  readonly bundle: WorkflowBundleWithSourceMap;
  /** Starts an invite whose activities are the given ones; one that is not given throws when it is called. */
  start(
    request: unknown,
    activities?: Partial<InviteActivities>,
    options?: StartOptions,
  ): Promise<StartedInvite>;
  /** Scripts the activities that ask about one more call, such as the original one. */
  script(callId: string, activities: Partial<InviteActivities>): void;
  /** Every finished run so far replays with the code as it is now. */
  replayAll(): Promise<number>;
  close(): Promise<void>;
}

export interface StartedInvite {
  readonly inviteId: string;
  readonly handle: WorkflowHandle;
  result(): Promise<InviteResult>;
  /** Sends a fact about the target call; members of `fact` win. */
  tell(signalName: string, fact?: object): Promise<void>;
  status(): Promise<InviteStatus>;
  inPhase(phase: InvitePhase): Promise<InviteStatus>;
  /** Names of the activities that were scheduled so far, in order. */
  activities(): Promise<string[]>;
  /** The search attribute that lists and filters show. */
  recordedOutcome(): Promise<string | undefined>;
}

/** For a test file: one worker for all of its tests, and at the end a replay of everything that ran. */
export function useInvites(options: { cache?: number } = {}): Pick<Invites, 'start'> & {
  server(): Invites;
} {
  let invites: Invites | undefined;
  const server = () => {
    if (!invites) throw new Error('Invites can be started inside tests only.');
    return invites;
  };
  beforeAll(async () => {
    invites = await startInvites(options);
  });
  afterAll(async () => {
    try {
      expect(await server().replayAll()).toBeGreaterThan(0);
    } finally {
      await server().close();
    }
  });
  return { server, start: (...args) => server().start(...args) };
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
  const client = new Client({ connection, namespace, identity: 'test-client' });
  await ensureSearchAttributes({ connection, namespace, attributes: searchAttributes });
  const bundle = await bundleWorkflows();
  const taskQueue = `invites-${randomUUID()}`;
  const scripts = new Map<string, Partial<InviteActivities>>();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    identity: 'test-worker',
    workflowBundle: bundle,
    activities: { ...dispatching(scripts) },
    sinks: inviteSinks(undefined),
    ...(options.cache !== undefined && { maxCachedWorkflows: options.cache }),
  });
  const stopped = worker.run();
  const started: StartedInvite[] = [];
  return {
    client,
    taskQueue,
    bundle,
    start: async (request, activities = {}, { workflowId, startDelay } = {}) => {
      const inviteId = randomUUID();
      const callId = callIdOf(request);
      if (callId) {
        scripts.set(callId, { postInvite: () => Promise.resolve(running), ...activities });
      }
      const handle = await client.workflow.start(inviteWorkflowType, {
        workflowId: workflowId ?? inviteWorkflowId(inviteId),
        taskQueue,
        args: [request],
        ...(startDelay !== undefined && { startDelay }),
      });
      const invite = startedInvite(inviteId, handle, callId);
      started.push(invite);
      return invite;
    },
    script: (callId, activities) => {
      scripts.set(callId, activities);
    },
    replayAll: async () => {
      const [error] = await replayErrors(
        bundle,
        started.map(({ handle }) => handle),
      );
      if (error) throw error;
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

/** How a failed invite ended; joined or canceled ones fail the test. */
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

function startedInvite(
  inviteId: string,
  handle: WorkflowHandle,
  callId: string | undefined,
): StartedInvite {
  const status = () => handle.query<InviteStatus>('inviteStatus');
  return {
    inviteId,
    handle,
    result: () => handle.result() as Promise<InviteResult>,
    tell: (signalName, fact = {}) => handle.signal(signalName, { callId, ...fact }),
    status,
    inPhase: (phase) =>
      until(async () => {
        const now = await status();
        return now.phase === phase && now;
      }, `phase ${phase}`),
    activities: async () => activitiesIn(await eventsOf(handle)),
    recordedOutcome: async () =>
      (await handle.describe()).typedSearchAttributes.get(graphInviteOutcome),
  };
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
