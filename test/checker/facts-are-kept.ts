import { sameId } from '../../contracts/ids.ts';
import type { StoredSignal, Violation } from './evidence.ts';
import { isInFact } from './history-facts.ts';
import {
  clockToleranceMs,
  isAbout,
  signalsAbout,
  violation,
  visiblePeople,
  type InviteView,
} from './invite-view.ts';
import { isBefore, only, type Entry, type EntryOf } from './ledger-index.ts';
import { shows, type InvitedPerson } from './people.ts';

type Delivery = EntryOf<'deliveryAttempted'>;

/** The longest that the simulator lets one attempt take: an attempt answered later began after this. */
const attemptMs = 15_000;

/**
 * I2, no acknowledged fact is lost: whatever was answered 2xx while the invite was open and certainly registered stands in
 * its history, stored no later than the answer. That it took effect, and once, shows elsewhere: handlers latch, so that
 * results follow from the facts (I3) and nobody rings for a duplicate (I4).
 */
export function factsAreKept(view: InviteView): readonly Violation[] {
  return view.acknowledged.flatMap((delivery) =>
    expectedOf(view, delivery)
      .filter(({ stored }) => !isStoredBy(stored, delivery))
      .map(({ fact, stored }) =>
        violation('I2', view, `${missing(fact, delivery)} ${whatStands(stored)}`),
      ),
  );
}

interface Expected {
  readonly fact: string;
  /** Signals that would hold the fact. */
  readonly stored: readonly StoredSignal[];
}

function expectedOf(view: InviteView, delivery: Delivery): readonly Expected[] {
  const { invite, target, original, originalCallId } = view;
  const facts = [...operationEnd(view, delivery)];
  if (sameId(delivery.callId, invite.callId)) {
    facts.push(...rosters(view, delivery), ...callEnd(view, target, delivery, 'callTerminated'));
  } else if (original !== undefined && originalCallId !== undefined) {
    facts.push(...callEnd(view, original, delivery, 'originalCallTerminated'));
  }
  return facts;
}

/** Routed by `clientContext` alone: no registration is needed. */
function operationEnd(view: InviteView, delivery: Delivery): Expected[] {
  const tellsEnd = isAbout(delivery, 'completion') || isAbout(delivery, 'contradiction');
  if (delivery.clientContext !== view.inviteId || !tellsEnd) return [];
  const { callId } = view.invite;
  const stored = signalsAbout(view, callId, 'operationCompleted', 'operationFailed');
  return [{ fact: 'the end of the operation', stored }];
}

function rosters(view: InviteView, delivery: Delivery): Expected[] {
  const registered = registrationOf(view);
  if (!registered) return [];
  return visiblePeople(view)
    .filter((person) => shows(delivery, person))
    .filter((person) => isCertainlyLater(registered, person, delivery))
    .map(({ invitee, number }) => ({
      fact: `a roster with person ${number} of the invite`,
      stored: signalsAbout(view, view.invite.callId, 'rosterUpdated').filter(({ fact }) =>
        isInFact(fact, invitee.key),
      ),
    }));
}

/** Of a call that ended, and was announced, after the invite had been registered. */
function callEnd(
  view: InviteView,
  call: readonly Entry[],
  delivery: Delivery,
  signal: 'callTerminated' | 'originalCallTerminated',
): Expected[] {
  if (!isAbout(delivery, 'terminated') && !isAbout(delivery, 'deleted')) return [];
  const registered = registrationOf(view);
  const ended = only(call, 'callEnded')[0];
  if (!registered || !ended || !isBefore(registered, ended)) return [];
  const which = signal === 'callTerminated' ? 'call' : 'original call';
  return [{ fact: `the end of the ${which}`, stored: signalsAbout(view, delivery.callId, signal) }];
}

/** The register is written inside the POST activity, before the POST. */
function registrationOf({ own }: InviteView): Entry | undefined {
  return only(own, 'postReceived')[0];
}

/**
 * The ledger tells when an attempt ended, not when the webhook looked into the register. The look-up came after the
 * registration when the person came into the call after it, or when the whole attempt did.
 */
function isCertainlyLater(registered: Entry, { seen }: InvitedPerson, delivery: Entry): boolean {
  const cameLater = seen?.type === 'personJoined' && isBefore(registered, seen);
  return cameLater || delivery.time - registered.time > attemptMs;
}

function isStoredBy(stored: readonly StoredSignal[], { time }: Entry): boolean {
  return stored.some(({ at }) => at <= time + clockToleranceMs);
}

function missing(fact: string, { deliveryId, status, at }: Delivery): string {
  return `${fact} was answered ${status ?? 'nothing'} at ${at} (delivery ${deliveryId})`;
}

function whatStands(stored: readonly StoredSignal[]): string {
  const first = stored[0];
  return first === undefined
    ? 'and stands in no signal of its history.'
    : `and was stored only at ${new Date(first.at).toISOString()}.`;
}
