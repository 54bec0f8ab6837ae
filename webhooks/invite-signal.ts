import type {
  CallTerminated,
  OperationCompleted,
  OperationFailed,
  RosterUpdated,
} from '../contracts/messages.ts';
import type { Registration } from '../contracts/types.ts';

interface Addressed<Name extends string, Fact> {
  readonly inviteId: string;
  readonly name: Name;
  readonly fact: Fact;
}

interface RosterAddress {
  /** Which of the invite's calls the roster is of. */
  readonly role: Registration['role'];
  /** When the registration that it goes by expires: another one for each POST. */
  readonly registeredUntil: string;
}

/** One fact for one invite, in the words of `contracts/messages.ts`. */
export type InviteSignal =
  | Addressed<'operationCompleted', OperationCompleted>
  | Addressed<'operationFailed', OperationFailed>
  | (Addressed<'rosterUpdated', RosterUpdated> & RosterAddress)
  | Addressed<'callTerminated', CallTerminated>
  | Addressed<'originalCallTerminated', CallTerminated>;

/** `nobodyWaits`: there is no such invite, or it has ended. */
export type SignalAnswer = 'stored' | 'nobodyWaits';

/**
 * Resolves only when Temporal has stored the signal, or has said that nobody waits.
 * @throws UnavailableError otherwise
 */
export type SendSignal = (signal: InviteSignal) => Promise<SignalAnswer>;
