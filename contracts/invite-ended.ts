/** What a workflow tells the worker that it runs in, beside its history: types only, no part of any command. */
import type { InvitePhase, InviteScenario, InviteStatus } from './types.ts';

/** A phase that an invite entered. */
export interface PhaseStep {
  readonly phase: InvitePhase;
  /** Milliseconds since the epoch, of the workflow's clock. */
  readonly at: number;
}

/** An invite that is over; ids, codes and times only. Without `scenario` and `callId` where the request was refused. */
export interface InviteEnded {
  readonly outcome: NonNullable<InviteStatus['outcome']>;
  readonly scenario?: InviteScenario;
  readonly callId?: string;
  /** Milliseconds since the epoch; of the first run, where a long history went on in another. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The first ones, in order. */
  readonly phases: readonly PhaseStep[];
}

/** A Temporal sink: told once, not again when the run is replayed; a workflow task that failed at its end tells it again. */
// A type and not an interface: Temporal asks for an index signature, which interfaces lack.
export type InviteSinks = {
  graphInvite: { ended(ended: InviteEnded): void };
};
