import { normaliseId } from '../../contracts/ids.ts';
import type { LedgerEntry } from '../../simulator/index.ts';

/** An entry with its time as a number, milliseconds since the epoch. */
export type Entry = LedgerEntry & { readonly time: number };
export type EntryOf<T extends Entry['type']> = Extract<Entry, { readonly type: T }>;

export interface LedgerIndex {
  /** All, in the order in which they happened. */
  readonly entries: readonly Entry[];
  /** What names this invite in its `clientContext`. */
  ofInvite(inviteId: string): readonly Entry[];
  ofCall(callId: string): readonly Entry[];
}

/** By time, then number: a ledger whose simulator was restarted may count from 1 again. */
export function indexLedger(ledger: readonly LedgerEntry[]): LedgerIndex {
  const entries = ledger
    .map((entry): Entry => ({ ...entry, time: Date.parse(entry.at) }))
    .sort((one, other) => one.time - other.time || one.seq - other.seq);
  const byInvite = grouped(entries, contextOf);
  const byCall = grouped(entries, callOf);
  return {
    entries,
    ofInvite: (inviteId) => byInvite.get(inviteId) ?? [],
    ofCall: (callId) => byCall.get(normaliseId(callId)) ?? [],
  };
}

/** The entries of one type. */
export function only<T extends Entry['type']>(
  entries: readonly Entry[],
  type: T,
): readonly EntryOf<T>[] {
  return entries.filter((entry): entry is EntryOf<T> => entry.type === type);
}

/** Whether the first was written before the second. */
export function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.seq < other.seq);
}

function contextOf(entry: Entry): string | null {
  return 'clientContext' in entry ? entry.clientContext : null;
}

function callOf(entry: Entry): string | null {
  return 'callId' in entry ? normaliseId(entry.callId) : null;
}

function grouped(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | null,
): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}
