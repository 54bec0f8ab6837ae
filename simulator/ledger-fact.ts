import type { CallKind } from './call.ts';

/** A fact of the ledger, without its number and time. Telephone numbers stand in it as hashes only. */
export type LedgerFact =
  | { readonly type: 'simulatorStarted'; readonly seed: number }
  | { readonly type: 'callCreated'; readonly callId: string; readonly kind: CallKind }
  | {
      readonly type: 'callEnded';
      readonly callId: string;
      readonly cause: CallEndCause;
      /** What decided it when the cause is `fault`: a member of the plan's `calls`. */
      readonly fault: string | null;
      readonly code: number;
      readonly subcode: number;
    }
  | ({
      readonly type: 'postReceived';
      readonly bodySha256: string;
      /** Whether Graph acts on it: people ring. */
      readonly executed: boolean;
      readonly droppedParticipants: number;
    } & PostName)
  | ({
      readonly type: 'postAnswered';
      /** `null`: nobody got an answer, because the connection was cut or the caller had gone. */
      readonly status: number | null;
      /** The header as it was sent. */
      readonly retryAfter: string | null;
    } & PostName)
  | ReadAnswered
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
      /** What had been decided for this sending, or null. */
      readonly fault: readonly string[] | null;
    } & DeliveryName)
  | ({ readonly type: 'deliveryGivenUp' } & DeliveryName)
  | ({ readonly type: 'deliveryDropped'; readonly fault: readonly string[] } & DeliveryName)
  /** Comes before the first attempt, with all that was decided about the delivery. */
  | ({ readonly type: 'deliveryFaulted'; readonly fault: readonly string[] } & DeliveryName)
  | { readonly type: 'keysRotated'; readonly keyId: string; readonly oldKept: boolean }
  | {
      readonly type: 'keySetAnswered';
      readonly path: string;
      /** `null`: nobody got an answer, or will. */
      readonly status: number | null;
      readonly fault: string | null;
    };

export type CallEndCause = 'replaced' | 'graphDelete' | 'control' | 'fault';

type PostName = {
  readonly postId: string;
  readonly callId: string;
  readonly clientContext: string | null;
  /** What was decided for this POST, or null. */
  readonly fault: string | null;
};

/** A GET. */
export type ReadAnswered = {
  readonly type: 'readAnswered';
  readonly callId: string;
  readonly what: 'call' | 'roster' | 'operation' | 'participant';
  /** `null`: nobody got an answer, because the connection was cut or the caller had gone. */
  readonly status: number | null;
  /** What was decided for this reading, or null; two names are joined by `+`. */
  readonly fault: string | null;
  /** The people in the answer. */
  readonly people?: readonly LedgerPerson[] | undefined;
};

type PersonOfOperation = {
  readonly callId: string;
  readonly operationId: string;
  readonly clientContext: string;
  readonly participantId: string;
  readonly person: string;
};

/** Somebody who can be seen in a roster, named as everywhere in the ledger. */
export type LedgerPerson = { readonly person: string; readonly inLobby: boolean };

export type DeliveryName = {
  readonly deliveryId: string;
  readonly callId: string;
  readonly about: string;
  readonly clientContext: string | null;
  /** Of deliveries that show a roster: exactly the people in what is sent. */
  readonly people?: readonly LedgerPerson[] | undefined;
};

/** A numbered and dated fact. `at` is ISO 8601 in UTC. */
export type LedgerEntry = LedgerFact & { readonly seq: number; readonly at: string };
