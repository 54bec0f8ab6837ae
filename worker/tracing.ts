/** What a worker adds to the trace of an invite: a span for each activity, and at its end the root span. */
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type {
  ActivityExecuteInput,
  ActivityInterceptorsFactory,
  InjectedSinks,
} from '@temporalio/worker';
import { isGraphFaultType } from '../contracts/errors.ts';
import { parseInviteWorkflowId } from '../contracts/ids.ts';
import type { InviteEnded, InviteSinks } from '../contracts/invite-ended.ts';
import { isObject } from '../contracts/json-values.ts';
import type { Tracing } from '../runtime/tracing.ts';

/** Each try of an activity is a span. */
export function activityTracing(tracing: Tracing): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: async (input, next) => {
        const inviteId = parseInviteWorkflowId(info.workflowExecution?.workflowId ?? '');
        if (inviteId === null) return await next(input);
        const span = tracing.begin({
          name: info.activityType,
          kind: 'client',
          inviteId,
          attributes: {
            'graph_invite.id': inviteId,
            'graph_invite.call_id': callIdOf(input),
            'graph_invite.attempt': info.attempt,
          },
        });
        try {
          const result = await next(input);
          span.end({ attributes: { 'graph_invite.result': resultClass(result) } });
          return result;
        } catch (error) {
          span.end({ error: errorClass(error) });
          throw error;
        }
      },
    },
  });
}

/** What the workflow tells at its end; without tracing it is heard by nobody. */
export function inviteSinks(tracing: Tracing | undefined): InjectedSinks<InviteSinks> {
  return {
    graphInvite: {
      ended: {
        fn: ({ workflowId }, ended) => {
          if (tracing) recordRoot(tracing, workflowId, ended);
        },
      },
    },
  };
}

function recordRoot(tracing: Tracing, workflowId: string, ended: InviteEnded): void {
  const inviteId = parseInviteWorkflowId(workflowId);
  if (inviteId === null) return;
  const { outcome, scenario, callId, startedAt, endedAt, phases } = ended;
  const root = tracing.begin({
    name: 'invite',
    kind: 'internal',
    inviteId,
    isRoot: true,
    at: startedAt,
    attributes: {
      'graph_invite.id': inviteId,
      'graph_invite.call_id': callId,
      'graph_invite.scenario': scenario,
      'graph_invite.outcome': outcome,
    },
  });
  root.end({
    at: endedAt,
    events: phases.map(({ phase, at }) => ({ name: phase, at })),
    ...(!expected.has(outcome) && { error: outcome }),
  });
}

/** Ends that are no error of anybody's. */
const expected: ReadonlySet<string> = new Set(['joined', 'canceled']);

function callIdOf({ args: [input] }: ActivityExecuteInput): string | undefined {
  return isObject(input) && typeof input['callId'] === 'string' ? input['callId'] : undefined;
}

/** In the words of contracts/activities.ts, all of them of our own making. */
function resultClass(result: unknown): string | undefined {
  if (!isObject(result)) return undefined;
  const { status, ended, removed, callEnded } = result;
  if (typeof status === 'string') return status;
  if (typeof ended === 'boolean') return ended ? 'ended' : 'goesOn';
  if (typeof removed === 'boolean') return removed ? 'removed' : 'notFound';
  return callEnded === true ? 'callEnded' : 'listed';
}

function errorClass(error: unknown): string {
  if (error instanceof CancelledFailure) return 'canceled';
  const type = error instanceof ApplicationFailure ? error.type : undefined;
  return isGraphFaultType(type) ? type : 'other';
}
