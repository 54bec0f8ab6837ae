import { isInviteFailureType } from '../../contracts/errors.ts';
import type { Invite } from '../../contracts/invite.ts';
import type { Violation } from './evidence.ts';
import { violation, type InviteView } from './invite-view.ts';

const marginMs = 30_000;
/** How long a second POST can be on the wire at its own deadline (ADR 0011). */
const onTheWireMs = 20_000;

/**
 * I1, no invite is forgotten: one chain of runs, each continued by the next, the last one ended with a result of ours,
 * and all within the sum of the invite's own deadlines and half a minute.
 */
export function endsInTime(view: InviteView, outageMs = 0): readonly Violation[] {
  const { lastRun, newestRunId } = view;
  if (!lastRun)
    return [violation('I1', view, 'was accepted, but Temporal knows no such workflow.')];
  const problems = [...chainProblems(view), ...endProblems(view), ...delay(view, outageMs)];
  if (newestRunId !== null && newestRunId !== lastRun.runId) {
    problems.push(`has a second chain of runs under its workflow id, with run ${newestRunId}.`);
  }
  return problems.map((what) => violation('I1', view, what));
}

/** Milliseconds that an invite may take from start to end. */
export function allowedMs({ deadlines, onUnknownOutcome }: Invite, outageMs: number): number {
  const { operationMs, rosterMs, teardownMs, reconcileMs, unknownMs } = deadlines;
  const posts = onUnknownOutcome === 'repostOnce' ? 2 : 1;
  const own = posts * (operationMs + unknownMs) + rosterMs + teardownMs + reconcileMs;
  return own + marginMs + (posts - 1) * onTheWireMs + outageMs;
}

function chainProblems({ runs }: InviteView): string[] {
  return runs.flatMap((run, index) => {
    const next = runs[index + 1];
    if (!next || (run.close.kind === 'continuedAsNew' && next.continues === run.runId)) return [];
    return [`run ${run.runId} is followed by ${next.runId}, but ended as ${run.close.kind}.`];
  });
}

function endProblems({ lastRun }: InviteView): string[] {
  const close = lastRun?.close ?? { kind: 'running' };
  switch (close.kind) {
    case 'completed':
    case 'canceled':
      return [];
    case 'running':
      return ['is still running after all was quiet.'];
    case 'failed':
      if (isInviteFailureType(close.type)) return [];
      return [`failed with type ${close.type ?? 'none'}, which is none of ours: ${close.message}`];
    default:
      return [`ended as ${close.kind}, which is no result.`];
  }
}

function delay({ invite, startedAt, closedAt }: InviteView, outageMs: number): string[] {
  const tookMs = closedAt - startedAt;
  const mayTakeMs = allowedMs(invite, outageMs);
  if (closedAt === Infinity || tookMs <= mayTakeMs) return [];
  return [
    `took ${tookMs} ms; its deadlines, half a minute and the outage of ${outageMs} ms allow ${mayTakeMs}.`,
  ];
}
