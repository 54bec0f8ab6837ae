/** Small parts of hand-made evidence: what histories, callers and lists say of the invite in ledger-facts.ts. */
import type { InviteRequest } from '../../../contracts/types.ts';
import type { LedgerEntry } from '../../../simulator/index.ts';
import type {
  Evidence,
  InviteEvidence,
  InviteRun,
  RunActivity,
  RunClose,
  StoredSignal,
} from '../../checker/index.ts';
import {
  ada,
  adaKey,
  at,
  callId,
  deadlines,
  inviteId,
  iso,
  operationId,
  participantId,
} from './ledger-facts.ts';

export function signal(position: number, ms: number, name: string, fact = {}): StoredSignal {
  return { name, at: at(ms), position, fact: { callId, ...fact } };
}

export const rosterSignal = (position: number, ms: number): StoredSignal =>
  signal(position, ms, 'rosterUpdated', {
    participants: [{ key: adaKey, inLobby: false, removed: false }],
  });

export function activity(name: string, from: number, to: number, result?: unknown): RunActivity {
  return {
    name,
    callId,
    scheduledAt: at(from),
    startedAt: at(from),
    closedAt: at(to),
    attempt: 1,
    result,
    how: 'completed',
    failureType: null,
  };
}

export function failedActivity(
  name: string,
  from: number,
  to: number,
  failureType: string,
): RunActivity {
  return { ...activity(name, from, to), how: 'failed', failureType };
}

/** What a result and the details of every failure have in common. */
const subject = {
  scenario: 'add',
  callId,
  inviteId,
  operationId,
  participants: [{ identity: { user: { id: ada } }, participantId, rosterConfirmed: true }],
};

export function result(more = {}) {
  return {
    outcome: 'joined',
    ...subject,
    confirmedBy: { completion: 'notification', roster: 'notification', teardown: 'notRequired' },
    postedAt: iso(10),
    completedAt: iso(100),
    joinedAt: iso(110),
    ...more,
  };
}

export function details(outcome: string, retryAdvice: string, more = {}) {
  const participants = [{ identity: { user: { id: ada } }, participantId, rosterConfirmed: false }];
  const joined = outcome === 'OriginalCallNotTerminated';
  return { outcome, joined, retryAdvice, ...subject, participants, confirmedBy: {}, ...more };
}

export function failure(outcome: string, retryAdvice: string, more = {}): RunClose {
  const told = details(outcome, retryAdvice, more);
  return { kind: 'failed', type: outcome, message: 'It failed.', details: told };
}

interface Story {
  readonly ledger: readonly LedgerEntry[];
  readonly close: RunClose;
  /** Milliseconds; default 200. */
  readonly closedAt?: number;
  readonly run?: Partial<InviteRun>;
  readonly request?: Partial<InviteRequest>;
  readonly invite?: Partial<InviteEvidence>;
}

/** One invite with one run, whose caller and search attribute say what the history says. */
export function evidenceOf(story: Story): Evidence & { readonly ledger: readonly LedgerEntry[] } {
  const { close, ledger, closedAt = 200 } = story;
  const run: InviteRun = {
    runId: 'run-1',
    continues: null,
    startedAt: at(0),
    closedAt: at(closedAt),
    close,
    signals: [],
    cancelRequested: null,
    activities: [],
    taskFailures: [],
    pendingTimers: [],
    texts: [],
    ...story.run,
  };
  const request = { callId, participants: [{ identity: { user: { id: ada } } }], deadlines };
  const invite: InviteEvidence = {
    inviteId,
    request: { ...request, ...story.request },
    callerSaw: callerOf(close),
    runs: [run],
    newestRunId: 'run-1',
    recordedOutcome: recordedBy(close),
    shown: '',
    ...story.invite,
  };
  return { ledger, invites: [invite] };
}

function callerOf(close: RunClose): InviteEvidence['callerSaw'] {
  if (close.kind === 'completed') return { kind: 'joined', result: close.result };
  if (close.kind === 'canceled') return { kind: 'canceled' };
  if (close.kind !== 'failed') return { kind: 'nothing', error: 'no end' };
  return { kind: 'failed', type: close.type ?? '', details: close.details };
}

function recordedBy(close: RunClose): string | null {
  if (close.kind === 'completed') return 'joined';
  if (close.kind === 'canceled') return 'canceled';
  return close.kind === 'failed' ? close.type : null;
}

/** The same evidence with another ledger. */
export function withLedger(evidence: Evidence, ...more: readonly LedgerEntry[]): Evidence {
  const { ledger } = evidence;
  const numbered = more.map((entry, index) => ({ ...entry, seq: ledger.length + index + 1 }));
  return { ...evidence, ledger: [...ledger, ...numbered] };
}

export function withoutEntries(
  evidence: Evidence,
  unwanted: (entry: LedgerEntry) => boolean,
): Evidence {
  return { ...evidence, ledger: evidence.ledger.filter((entry) => !unwanted(entry)) };
}

/** The same evidence with changes to its only invite. */
export function withInvite(evidence: Evidence, more: Partial<InviteEvidence>): Evidence {
  return { ...evidence, invites: evidence.invites.map((invite) => ({ ...invite, ...more })) };
}

export function withRun(evidence: Evidence, more: Partial<InviteRun>): Evidence {
  const invites = evidence.invites.map((invite) => ({
    ...invite,
    runs: invite.runs.map((run) => ({ ...run, ...more })),
  }));
  return { ...evidence, invites };
}
