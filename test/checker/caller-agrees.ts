import { isDeepStrictEqual } from 'node:util';
import type { CallerSaw, InviteEvidence, RunClose, Violation } from './evidence.ts';
import { violation, type InviteView } from './invite-view.ts';

/** I1, the other half: the caller was told what the history says, and so were lists (`GraphInviteOutcome`). */
export function callerAgrees(view: InviteView): readonly Violation[] {
  const { callerSaw, lastRun, recordedOutcome } = view;
  if (!lastRun) return [];
  const problems = [
    ...differences(callerSaw, lastRun.close),
    ...recordProblems(view),
    ...revokeProblems(callerSaw, recordedOutcome),
  ];
  return problems.map((what) => violation('I1', view, what));
}

function differences(saw: CallerSaw, close: RunClose): string[] {
  if (saw.kind === 'nothing') {
    return [`its caller was told nothing (${saw.error}); the history ends as ${wordsOf(close)}.`];
  }
  if (saw.kind !== kindOf(close)) {
    return [`its caller saw ${saw.kind}; the history ends as ${wordsOf(close)}.`];
  }
  if (saw.kind === 'joined' && close.kind === 'completed') {
    return sameJson(saw.result, close.result)
      ? []
      : ['its caller got another result than the history holds.'];
  }
  if (saw.kind === 'failed' && close.kind === 'failed') {
    if (saw.type !== close.type)
      return [`its caller saw ${saw.type}, the history ${wordsOf(close)}.`];
    return sameJson(saw.details, close.details)
      ? []
      : [`its caller got other details of ${saw.type} than the history holds.`];
  }
  return [];
}

function recordProblems({ outcome, recordedOutcome }: InviteView): string[] {
  if (outcome === null) return [];
  const expected = outcome === 'canceled' ? ['canceled', 'canceledUnconfirmed'] : [outcome];
  return recordedOutcome !== null && expected.includes(recordedOutcome)
    ? []
    : [`ended as ${outcome}, but GraphInviteOutcome is ${recordedOutcome ?? 'not set'}.`];
}

function revokeProblems(
  saw: CallerSaw,
  recordedOutcome: InviteEvidence['recordedOutcome'],
): string[] {
  if (saw.kind !== 'canceled' || saw.revokeConfirmed === undefined) return [];
  return saw.revokeConfirmed === (recordedOutcome === 'canceled')
    ? []
    : [
        `its caller saw revokeConfirmed ${saw.revokeConfirmed}; ` +
          `GraphInviteOutcome is ${recordedOutcome ?? 'not set'}.`,
      ];
}

const kinds: Partial<Record<RunClose['kind'], CallerSaw['kind']>> = {
  completed: 'joined',
  failed: 'failed',
  canceled: 'canceled',
};

function kindOf(close: RunClose): CallerSaw['kind'] | undefined {
  return kinds[close.kind];
}

function wordsOf(close: RunClose): string {
  return close.kind === 'failed' ? `failed with ${close.type ?? 'no type'}` : close.kind;
}

/** Equal once written as JSON, in which an absent member and an undefined one are the same. */
function sameJson(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
