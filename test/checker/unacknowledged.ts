import type { LedgerEntry } from '../../simulator/index.ts';
import { isAcknowledged, isAbout } from './invite-view.ts';
import { indexLedger, only } from './ledger-index.ts';

/** Deliveries without a 2xx to their (or one) attempt, and what became of each. */
export interface Unacknowledged {
  /** Came again later, and got its 2xx. */
  readonly redelivered: number;
  /** Got no 2xx ever. */
  readonly lost: number;
  /** Was never sent at all. */
  readonly dropped: number;
}

/**
 * I7, an unacknowledged fact need not come again: I1 to I4 are the same with redelivery and without it, so there is
 * nothing else to check. These numbers tell whether a run had both.
 * @param about only deliveries about this fact, such as `completion`
 */
export function unacknowledgedIn(ledger: readonly LedgerEntry[], about?: string): Unacknowledged {
  const { entries } = indexLedger(ledger);
  const wanted = (entry: { readonly about: string }) =>
    about === undefined || isAbout(entry, about);
  const attempts = only(entries, 'deliveryAttempted').filter(wanted);
  const refused = new Set(attempts.filter((one) => !isAcknowledged(one)).map(idOf));
  const accepted = new Set(attempts.filter(isAcknowledged).map(idOf));
  const redelivered = [...refused].filter((id) => accepted.has(id)).length;
  return {
    redelivered,
    lost: refused.size - redelivered,
    dropped: only(entries, 'deliveryDropped').filter(wanted).length,
  };
}

function idOf({ deliveryId }: { readonly deliveryId: string }): string {
  return deliveryId;
}
