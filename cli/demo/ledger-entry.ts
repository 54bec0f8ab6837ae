import { isObject } from '../../contracts/json-values.ts';

/** What really happened, as far as the demo compares it with what the invites say. */
export interface LedgerEntry {
  readonly seq: number;
  readonly type: string;
  /** ISO 8601. */
  readonly at: string;
  readonly callId: string | undefined;
  readonly clientContext: string | undefined;
  /** Of a received POST: whether Graph acted on it. */
  readonly executed: boolean;
  /** Of somebody who joined. */
  readonly inLobby: boolean;
  /** Of a delivery: what it was about. */
  readonly about: string | undefined;
}

/** The entry in a list, or none where it cannot be read. */
export function readLedgerEntry(value: unknown): readonly LedgerEntry[] {
  if (!isObject(value)) return [];
  const { seq, type, at } = value;
  if (typeof seq !== 'number' || typeof type !== 'string' || typeof at !== 'string') return [];
  return [
    {
      seq,
      type,
      at,
      callId: textOf(value['callId']),
      clientContext: textOf(value['clientContext']),
      executed: value['executed'] === true,
      inLobby: value['inLobby'] === true,
      about: textOf(value['about']),
    },
  ];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
