import type { SendSignal, SignalAnswer } from './invite-signal.ts';

/** A busy meeting sends its roster several times a second: an invite hears the same of it this seldom (milliseconds). */
const repeatMs = 60_000;
/** What is kept of invites is bounded; each of them takes about half a kilobyte. */
const maxRemembered = 10_000;

interface Told {
  /** Of the newest roster that Temporal answered for. */
  readonly fact: string;
  readonly answer: SignalAnswer;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Options {
  readonly now?: () => number;
  readonly onRepeat?: () => void;
}

/**
 * Sends everything but a roster of the target call that says what this process told the same invite a moment ago, and
 * rosters to an invite that had just ended. A roster only adds to what an invite knows (workflows/latches.ts), so the
 * repeat would cost it four events, a workflow task and a signal, and tell it nothing. Rosters of an original call are hints
 * that count, and each of them is sent.
 */
export function withoutRepeats(
  send: SendSignal,
  { now = Date.now, onRepeat = () => undefined }: Options = {},
): SendSignal {
  const told = new Map<string, Told>();
  return async (signal) => {
    if (signal.name !== 'rosterUpdated' || signal.role !== 'target') return send(signal);
    const { inviteId } = signal;
    const fact = JSON.stringify(signal.fact);
    const last = told.get(inviteId);
    if (last !== undefined && isRepeat(last, fact, now())) {
      onRepeat();
      return last.answer;
    }
    const answer = await send(signal);
    remember(told, inviteId, { fact, answer, at: now() });
    return answer;
  };
}

function isRepeat({ fact, answer, at }: Told, next: string, now: number): boolean {
  return now - at < repeatMs && (answer === 'nobodyWaits' || fact === next);
}

/** The one told longest ago makes room. */
function remember(told: Map<string, Told>, inviteId: string, newest: Told): void {
  told.delete(inviteId);
  told.set(inviteId, newest);
  const [oldest] = told.keys();
  if (told.size > maxRemembered && oldest !== undefined) told.delete(oldest);
}
