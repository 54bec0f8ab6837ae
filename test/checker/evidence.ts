/** What a run leaves behind, once all is quiet: plain data but for `exempt`, so that it can be kept as JSON. */
import type { InviteRequest } from '../../contracts/types.ts';
import type { LedgerEntry } from '../../simulator/index.ts';

/** All times are milliseconds since the epoch; ledger and histories must come from one machine's clock. */
export interface Evidence {
  /** The simulator's truth, in any order. */
  readonly ledger: readonly LedgerEntry[];
  readonly invites: readonly InviteEvidence[];
  /** Registers of calls, where their histories were read (docs/architecture.md). */
  readonly registers?: readonly RegisterEvidence[];
  /** How long some process or link was down on purpose: extends the time an invite may take. */
  readonly outageMs?: number;
  /** Some worker stood still on purpose for a while (SIGSTOP), and was let go on. */
  readonly paused?: boolean;
  /** Marked personal data: numbers, names, UPNs. They may stand only where an identity is needed. */
  readonly canaries?: readonly string[];
  /** Marked tokens and strangers: they may stand nowhere at all. */
  readonly secrets?: readonly string[];
  /** Logs, metrics, error bodies: nothing marked may stand in them. */
  readonly texts?: readonly { readonly where: string; readonly text: string }[];
  readonly processes?: readonly ProcessEvidence[];
  /**
   * Deliveries that concern nobody although the ledger names an invite, or that do not say what the ledger says, because an
   * oddity garbled them: `otherClientContext`, `bareOperation`, `terminatingThenDeleted`, `resultInfoMissing`.
   */
  readonly exempt?: (entry: DeliveryEntry) => boolean;
}

export type DeliveryEntry = Extract<LedgerEntry, { readonly type: 'deliveryAttempted' }>;

export interface ProcessEvidence {
  readonly name: string;
  readonly stoppedBy: 'SIGTERM' | 'SIGKILL' | null;
  /** The exit code, or the signal that ended it. */
  readonly exit: number | string;
  readonly output: string;
}

/** What whoever started the invite was told. */
export type CallerSaw =
  | { readonly kind: 'joined'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly type: string;
      readonly details: unknown;
      readonly message?: string;
    }
  | { readonly kind: 'canceled'; readonly revokeConfirmed?: boolean; readonly message?: string }
  | { readonly kind: 'nothing'; readonly error: string };

export interface InviteEvidence {
  readonly inviteId: string;
  readonly request: InviteRequest;
  readonly callerSaw: CallerSaw;
  /** The chain of runs in order; empty when Temporal knows no such workflow. */
  readonly runs: readonly InviteRun[];
  /** The newest run under this workflow id; another than the last of the chain means a second chain. */
  readonly newestRunId: string | null;
  /** Search attribute `GraphInviteOutcome`. */
  readonly recordedOutcome: string | null;
  /** Summary, memo and search attributes, as lists and the UI show them. */
  readonly shown: string;
}

/** One run of an invite, out of its history. */
export interface InviteRun {
  readonly runId: string;
  /** The run that this one continues. */
  readonly continues: string | null;
  readonly startedAt: number;
  readonly closedAt: number | null;
  readonly close: RunClose;
  /** In the order in which the server stored them. */
  readonly signals: readonly StoredSignal[];
  /** Position in the history of the first request to cancel. */
  readonly cancelRequested: { readonly at: number; readonly position: number } | null;
  readonly activities: readonly RunActivity[];
  readonly taskFailures: readonly TaskFailure[];
  /** Timers that had neither fired nor been canceled when the run closed. */
  readonly pendingTimers: readonly { readonly summary: string; readonly startedAt: number }[];
  readonly texts: readonly HistoryText[];
}

export type RunClose =
  | { readonly kind: 'completed'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      /** Of an ApplicationFailure. */
      readonly type: string | null;
      readonly message: string;
      readonly details: unknown;
    }
  | {
      readonly kind: 'canceled' | 'continuedAsNew' | 'terminated' | 'timedOut' | 'running';
    };

export interface StoredSignal {
  readonly name: string;
  readonly at: number;
  /** The number of its event. */
  readonly position: number;
  readonly fact: unknown;
}

export interface RunActivity {
  readonly name: string;
  /** The call it asked Graph about. */
  readonly callId: string | null;
  readonly scheduledAt: number;
  readonly startedAt: number | null;
  readonly closedAt: number | null;
  /** The last attempt that was recorded; 0 when no worker took it. */
  readonly attempt: number;
  readonly how: 'completed' | 'failed' | 'timedOut' | 'canceled' | 'pending';
  /** The type of the ApplicationFailure, or of the time-out. */
  readonly failureType: string | null;
  readonly result: unknown;
}

export interface TaskFailure {
  readonly how: 'failed' | 'timedOut';
  readonly cause: string;
  readonly message: string;
  readonly at: number;
}

/**
 * A piece of a history in clear. `start`: the input of the workflow or of postInvite, which hold the whole request;
 * `payload`: any other payload; `clear`: all that Temporal shows and indexes by itself.
 */
export interface HistoryText {
  readonly where: string;
  readonly place: 'start' | 'payload' | 'clear';
  readonly text: string;
}

export interface RegisterEvidence {
  readonly callId: string;
  readonly texts: readonly HistoryText[];
}

export const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'] as const;

export interface Violation {
  /** Of docs/reliability.md 1. */
  readonly invariant: (typeof invariants)[number];
  readonly inviteId?: string;
  /** What is wrong, and what shows it. */
  readonly what: string;
}
