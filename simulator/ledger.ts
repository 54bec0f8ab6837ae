import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { CallKind } from './call.ts';

/** A fact of the ledger, without its number and time. Telephone numbers stand in it as hashes only. */
export type LedgerFact =
  | { readonly type: 'simulatorStarted'; readonly seed: number }
  | { readonly type: 'callCreated'; readonly callId: string; readonly kind: CallKind }
  | {
      readonly type: 'callEnded';
      readonly callId: string;
      readonly cause: CallEndCause;
      readonly code: number;
      readonly subcode: number;
    }
  | {
      readonly type: 'postReceived';
      readonly postId: string;
      readonly callId: string;
      readonly clientContext: string | null;
      readonly bodySha256: string;
      /** Whether Graph acts on it: people ring. */
      readonly executed: boolean;
      readonly droppedParticipants: number;
    }
  | {
      readonly type: 'postAnswered';
      readonly postId: string;
      readonly callId: string;
      readonly clientContext: string | null;
      /** `null`: the connection was cut without an answer. */
      readonly status: number | null;
    }
  | ({ readonly type: 'rang' } & PersonOfOperation)
  | ({ readonly type: 'personJoined'; readonly inLobby: boolean } & PersonOfOperation)
  | { readonly type: 'personLeft'; readonly callId: string; readonly participantId: string }
  | {
      readonly type: 'operationEnded';
      readonly callId: string;
      readonly operationId: string;
      readonly clientContext: string;
      readonly status: 'completed' | 'failed' | 'callEnded';
      readonly code: number | null;
      readonly subcode: number | null;
      readonly announced: 'notification' | 'answer' | 'never';
    }
  | {
      readonly type: 'revoked';
      readonly callId: string;
      readonly participantId: string;
      readonly found: 'ringing' | 'inRoster' | 'nobody';
      readonly status: number;
    }
  | ({
      readonly type: 'deliveryAttempted';
      readonly attempt: number;
      readonly status: number | null;
      /** The socket error when there was no status. */
      readonly error: string | null;
    } & DeliveryName)
  | ({ readonly type: 'deliveryGivenUp' | 'deliveryDropped' } & DeliveryName)
  | { readonly type: 'keysRotated'; readonly keyId: string; readonly oldKept: boolean };

export type CallEndCause = 'replaced' | 'graphDelete' | 'control';

type PersonOfOperation = {
  readonly callId: string;
  readonly operationId: string;
  readonly clientContext: string;
  readonly participantId: string;
  readonly person: string;
};

export type DeliveryName = {
  readonly deliveryId: string;
  readonly callId: string;
  readonly about: string;
  readonly clientContext: string | null;
};

/** A numbered and dated fact. `at` is ISO 8601 in UTC. */
export type LedgerEntry = LedgerFact & { readonly seq: number; readonly at: string };

export type Ledger = {
  readonly write: (fact: LedgerFact) => void;
  readonly entries: () => readonly LedgerEntry[];
  readonly close: () => void;
};

/**
 * An append-only record of what really happened. With a file, each entry is one JSON line and on disk before
 * the simulator goes on: the truth must survive a kill in the middle of a test.
 */
export function openLedger(file?: string): Ledger {
  const entries: LedgerEntry[] = [];
  let descriptor = file === undefined ? null : openSync(file, 'a');
  return {
    write: (fact) => {
      const entry = { seq: entries.length + 1, at: new Date().toISOString(), ...fact };
      entries.push(entry);
      if (descriptor === null) return;
      writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      fsyncSync(descriptor);
    },
    entries: () => [...entries],
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
