/**
 * What the worker's metrics say of invites. Recorded when it happens and not again when a run is replayed; no command comes
 * of it. Labels are closed lists: no ids, nothing a caller or a sender chooses. The table is in docs/observability.md.
 */
import { metricMeter } from '@temporalio/workflow';
import type { GraphFaultType } from '../contracts/errors.ts';
import type { InviteEnded } from '../contracts/invite-ended.ts';
import type { InviteCounter, InviteHistogram } from '../contracts/invite-metrics.ts';
import { metricHelp } from '../contracts/metric-help.ts';
import type { InvitePhase } from '../contracts/types.ts';
import { awaitedInvitees, rosterConfirmed, type InviteState } from './invite-state.ts';

/** Of the phases that are remembered, for traces; an invite that posts again and again enters more. */
const maxPhases = 40;

const results: Readonly<Record<GraphFaultType, string>> = {
  GraphNotSent: 'notSent',
  GraphThrottled: 'throttled',
  GraphUnclear: 'unclear',
  GraphRefused: 'refused',
  GraphNotFound: 'callNotFound',
};

/** Before `state.phase` becomes the next one. */
export function notePhase(state: InviteState, next: InvitePhase): void {
  const now = Date.now();
  if (state.phaseSince !== undefined) {
    if (state.phase === next) return;
    recordSeconds('graph_invite_phase_seconds', now - state.phaseSince, {
      phase: state.phase,
    });
  }
  state.phaseSince = now;
  if (state.phases.length < maxPhases) state.phases.push({ phase: next, at: now });
}

/** A POST that is over; without a fault it was accepted, or facts settled the invite before its answer came. */
export function countPost(state: InviteState, attempt: number, fault?: GraphFaultType): void {
  const unfaulted = state.post === 'inFlight' ? 'overtaken' : 'accepted';
  countUp('graph_invite_posts_total', {
    kind: attempt > 1 ? 'again' : state.reposted ? 'repost' : 'first',
    result: fault === undefined ? unfaulted : results[fault],
  });
}

/** A question to Graph, and what its answer was. */
export function countReading(
  asked: 'roster' | 'call' | 'originalCall' | 'operation',
  brought: string,
): void {
  countUp('graph_invite_reconciliations_total', {
    asked,
    brought,
  });
}

export function countRevoke(state: InviteState, result: 'all' | 'some' | 'none'): void {
  const why = state.cancelRequested ? 'cancel' : 'ringMs';
  countUp('graph_invite_revokes_total', { why, result });
}

/** An invite that is over; `state` where it ever began. */
export function countEnd({ outcome, scenario, startedAt, endedAt }: InviteEnded): void {
  countUp('graph_invite_ended_total', {
    outcome,
    scenario: scenario ?? 'none',
  });
  recordSeconds('graph_invite_life_seconds', endedAt - startedAt, { outcome });
}

/** Where each fact came from that this invite ended with. */
export function countEvidence(state: InviteState): void {
  const { completed, failed, callEnded, originalCallEnded, inRoster } = state;
  const awaited = awaitedInvitees(state.invite);
  const byAsking = awaited.some(({ key }) => inRoster.get(key) === 'reconciliation');
  const sources = {
    completion: completed?.source,
    failure: failed?.source,
    callEnd: callEnded?.source,
    roster:
      awaited.length > 0 && rosterConfirmed(state)
        ? byAsking
          ? 'reconciliation'
          : 'notification'
        : undefined,
    teardown: originalCallEnded?.source,
  };
  for (const [fact, source] of Object.entries(sources)) {
    if (source === undefined) continue;
    countUp('graph_invite_evidence_total', {
      fact,
      source,
    });
  }
}

/** @param labels of those in contracts/invite-metrics.ts */
export function countUp(
  name: InviteCounter,
  labels: Readonly<Record<string, string>>,
  times = 1,
): void {
  metricMeter.createCounter(name, undefined, metricHelp[name]).add(times, labels);
}

/** The workflow's clock is the server's: should it go back, a negative value would be an error and stop the run. */
function recordSeconds(
  name: InviteHistogram,
  ms: number,
  labels: Readonly<Record<string, string>>,
): void {
  metricMeter
    .createHistogram(name, 'float', undefined, metricHelp[name])
    .record(Math.max(ms, 0) / 1000, labels);
}
