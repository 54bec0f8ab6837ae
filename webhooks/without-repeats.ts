import type { InviteSignal, SendSignal, SignalAnswer } from './invite-signal.ts';

/** A busy meeting sends its roster several times a second: an invite hears the same of it this seldom (milliseconds). */
const repeatMs = 10_000;
/** What is kept is bounded; each person of an invite takes about half a kilobyte. */
const maxRemembered = 10_000;

type RosterSignal = Extract<InviteSignal, { name: 'rosterUpdated' }>;

interface Told {
  /** What the newest roster said of this person. */
  readonly entry: string;
  readonly answer: SignalAnswer;
  readonly at: number;
}

interface Options {
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
  readonly onRepeat?: () => void;
}

/**
 * Sends everything but a roster of the target call that says of each person what this process told the same invite a moment
 * ago, and rosters to an invite that had just ended. A roster only adds to what an invite knows (workflows/latches.ts), so
 * the repeat would cost it four events, a workflow task and a signal, and tell it nothing. Rosters of an original call are
 * hints that count, and each of them is sent.
 */
export function withoutRepeats(
  send: SendSignal,
  { now = () => performance.now(), onRepeat = () => undefined }: Options = {},
): SendSignal {
  const told = new Map<string, Told>();
  return async (signal) => {
    if (signal.name !== 'rosterUpdated' || signal.role !== 'target') return send(signal);
    const people = peopleOf(signal);
    const answer = answerBefore(people, told, now());
    if (answer !== undefined) {
      onRepeat();
      return answer;
    }
    const newest = { answer: await send(signal), at: now() };
    for (const { address, entry } of people) remember(told, address, { ...newest, entry });
    return newest.answer;
  };
}

/** The registration is one of this very run: a second run of the same invite id registers anew, and is told everything. */
function peopleOf({ inviteId, registeredUntil, fact }: RosterSignal) {
  const { callId, tenantId, participants } = fact;
  return participants.map((person) => ({
    address: JSON.stringify([inviteId, registeredUntil, callId, tenantId, person.key]),
    entry: JSON.stringify(person),
  }));
}

/** What Temporal answered when it was told the same of each of them; undefined when something is new. */
function answerBefore(
  people: readonly { readonly address: string; readonly entry: string }[],
  told: ReadonlyMap<string, Told>,
  now: number,
): SignalAnswer | undefined {
  const known = people.flatMap(({ address, entry }) => {
    const last = told.get(address);
    if (last === undefined || now - last.at >= repeatMs) return [];
    return last.answer === 'nobodyWaits' || last.entry === entry ? [last.answer] : [];
  });
  if (known.length < people.length) return undefined;
  return known.every((answer) => answer === 'nobodyWaits') ? 'nobodyWaits' : 'stored';
}

/** The one told longest ago makes room. */
function remember(told: Map<string, Told>, address: string, newest: Told): void {
  told.delete(address);
  told.set(address, newest);
  const [oldest] = told.keys();
  if (told.size > maxRemembered && oldest !== undefined) told.delete(oldest);
}
