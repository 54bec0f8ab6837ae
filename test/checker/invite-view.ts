/** One invite with everything that the ledger, its histories and its caller say about it. */
import { lastSegment, sameId } from '../../contracts/ids.ts';
import { isObject } from '../../contracts/json-values.ts';
import { inviteOf, type Invite } from '../../contracts/invite.ts';
import type {
  DeliveryEntry,
  Evidence,
  InviteEvidence,
  InviteRun,
  RunActivity,
  StoredSignal,
  Violation,
} from './evidence.ts';
import { indexLedger, only, type Entry, type EntryOf, type LedgerIndex } from './ledger-index.ts';
import { invitedPeople, type InvitedPerson } from './people.ts';

/** Ledger and histories are dated by processes of one machine; both are cut to milliseconds. */
export const clockToleranceMs = 50;

export interface InviteView extends InviteEvidence {
  readonly invite: Invite;
  readonly people: readonly InvitedPerson[];
  readonly startedAt: number;
  /** Infinity while it runs. */
  readonly closedAt: number;
  readonly lastRun: InviteRun | undefined;
  /** Over all runs of the chain. */
  readonly signals: readonly StoredSignal[];
  readonly activities: readonly RunActivity[];
  /** `joined`, `canceled`, a failure type, or null where the history has no terminal result. */
  readonly outcome: string | null;
  /** What the ledger says of this invite, of the call it is for, and of the call that a replace is to end. */
  readonly own: readonly Entry[];
  readonly target: readonly Entry[];
  readonly original: readonly Entry[] | undefined;
  readonly originalCallId: string | undefined;
  /** Deliveries about either call with a 2xx while the invite was open, without those that concern nobody. */
  readonly acknowledged: readonly EntryOf<'deliveryAttempted'>[];
  /** Whether Graph announced both a completion and a failure of this invite. */
  readonly contradicted: boolean;
  /** Whether an announcement of the operation's end is among the exempt deliveries. */
  readonly endExempted: boolean;
}

/** Joins the three records. Pure. */
export function viewsOf(evidence: Evidence): readonly InviteView[] {
  const ledger = indexLedger(evidence.ledger);
  return evidence.invites.map((one) => viewOf(one, ledger, evidence.exempt));
}

function viewOf(
  evidence: InviteEvidence,
  ledger: LedgerIndex,
  exempt: (entry: DeliveryEntry) => boolean = () => false,
): InviteView {
  const { inviteId, request, runs } = evidence;
  const invite = inviteOf(inviteId, request);
  const originalCallId = originalOf(invite);
  const own = ledger.ofInvite(inviteId);
  const target = ledger.ofCall(invite.callId);
  const original = originalCallId === undefined ? undefined : ledger.ofCall(originalCallId);
  const lastRun = runs.at(-1);
  const startedAt = runs[0]?.startedAt ?? Infinity;
  const closedAt = lastRun?.closedAt ?? Infinity;
  const isOpenAt = (time: number) => startedAt <= time && time < closedAt;
  const deliveries = only([...target, ...(original ?? [])], 'deliveryAttempted');
  return {
    ...evidence,
    ...{ invite, startedAt, closedAt, lastRun, own, target, original, originalCallId },
    people: invitedPeople(invite, target),
    signals: runs.flatMap(({ signals }) => signals),
    activities: runs.flatMap(({ activities }) => activities),
    outcome: outcomeOf(lastRun),
    acknowledged: deliveries.filter(
      (one) => isAcknowledged(one) && isOpenAt(one.time) && !exempt(one),
    ),
    contradicted: isContradicted(own),
    endExempted: only(own, 'deliveryAttempted').some(
      (one) => isAbout(one, 'completion') && exempt(one),
    ),
  };
}

export function isAcknowledged({ status }: Pick<DeliveryEntry, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** The parts of what a delivery was about: several facts can travel in one envelope. */
export function isAbout({ about }: Pick<DeliveryEntry, 'about'>, fact: string): boolean {
  return about.split('+').includes(fact);
}

export function violation(
  invariant: Violation['invariant'],
  { inviteId }: Pick<InviteEvidence, 'inviteId'>,
  what: string,
): Violation {
  return { invariant, inviteId, what };
}

/** Those whom a roster can show. */
export function visiblePeople({ people }: InviteView): readonly InvitedPerson[] {
  return people.filter(({ invitee }) => !invitee.hidden);
}

/** Those whom a roster has to show before the invite may be called joined. */
export function awaitedPeople(view: InviteView): readonly InvitedPerson[] {
  return view.invite.confirmRoster ? visiblePeople(view) : [];
}

/** The same without those of another tenant than the invite names, which move nothing. */
export function factsAbout(
  view: Pick<InviteView, 'signals' | 'invite'>,
  callId: string,
  ...names: readonly string[]
): readonly StoredSignal[] {
  const { tenantId } = view.invite;
  return signalsAbout(view, callId, ...names).filter(({ fact }) => {
    const named = isObject(fact) ? fact['tenantId'] : undefined;
    return tenantId === undefined || typeof named !== 'string' || sameId(named, tenantId);
  });
}

/** The signals of these names that are about the call, in the order in which they were stored. */
export function signalsAbout(
  { signals }: Pick<InviteView, 'signals'>,
  callId: string,
  ...names: readonly string[]
): readonly StoredSignal[] {
  return signals.filter(({ name, fact }) => names.includes(name) && isOfCall(fact, callId));
}

function isOfCall(fact: unknown, callId: string): boolean {
  const named = isObject(fact) ? fact['callId'] : undefined;
  return typeof named === 'string' && sameId(named, callId);
}

/** A move's source is a meeting, whose end nobody awaits. */
function originalOf({ scenario, participants }: Invite): string | undefined {
  const replaced = scenario === 'replace' ? participants[0]?.replacesCallId : undefined;
  return replaced === undefined ? undefined : lastSegment(replaced);
}

function outcomeOf(run: InviteRun | undefined): string | null {
  const close = run?.close;
  if (close?.kind === 'completed') return 'joined';
  if (close?.kind === 'canceled') return 'canceled';
  return close?.kind === 'failed' ? close.type : null;
}

function isContradicted(own: readonly Entry[]): boolean {
  return only(own, 'deliveryAttempted').some(({ about }) => /contradict/i.test(about));
}
