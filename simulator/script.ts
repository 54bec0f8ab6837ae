import type { ErrorShape } from './bodies/graph-error.ts';
import type { PostFault } from './faults/posts.ts';
import type { OddityChoice } from './variants.ts';

/** What an invite makes Graph announce, in the default order. */
export const facts = ['completion', 'roster', 'originalRoster', 'terminated', 'deleted'] as const;
export type Fact = (typeof facts)[number];

type After = { readonly afterMs?: number | undefined };
type Codes = {
  readonly code: number;
  readonly subcode: number;
  /** `{mri}` in it becomes the address of the invited person. */
  readonly message?: string | undefined;
};

/** What an invited person does, or what Graph does in that person's place. Times in milliseconds after the POST. */
export type Answer =
  | ({ readonly kind: 'answer' | 'decline' | 'busy' | 'noAnswer' | 'notReachable' } & After)
  /** The person joins; what is named never comes to be, neither in notifications nor when Graph is asked. */
  | ({ readonly kind: 'rosterNever' | 'completionNever' | 'teardownNever' } & After)
  | ({ readonly kind: 'fail' } & Codes & After)
  | ({ readonly kind: 'failedInAnswer' } & Codes)
  /** Rings for ever: nothing is announced until the call ends or the invitation is withdrawn. */
  | { readonly kind: 'never' | 'completedInAnswer' | 'completionBeforeAnswer' }
  | ({
      readonly kind: 'lobby';
      /** How long after reaching the lobby the person is let in; absent: never. */
      readonly admitAfterMs?: number | undefined;
      /** Whether the operation completes in the lobby (default) or when the person is let in. */
      readonly completes?: 'inLobby' | 'whenAdmitted' | undefined;
    } & After)
  | {
      readonly kind: 'httpStatus';
      readonly status: number;
      readonly code?: string | undefined;
      readonly message?: string | undefined;
      /** The error body; `none` sends an empty one. */
      readonly shape?: ErrorShape | 'none' | undefined;
      /** Sent as it stands: seconds, a fraction, garbage. */
      readonly retryAfter?: string | undefined;
      /** Sent as an HTTP date this far from now. */
      readonly retryAfterDateMs?: number | undefined;
      /** Whether Graph acted on the POST in spite of its answer; then the person answers as by default. */
      readonly executed?: boolean | undefined;
    };

/** A script: for whom, how often, what happens, and how it is announced. */
export type Script = OddityChoice & {
  readonly inviteeId?: string | undefined;
  readonly clientContext?: string | undefined;
  /** For how many POSTs it holds; absent: for all. */
  readonly times?: number | undefined;
  readonly answer?: Answer | undefined;
  /** Facts that are true but not announced: lost notifications. */
  readonly lost?: readonly Fact[] | undefined;
  readonly order?: readonly Fact[] | undefined;
  /** How long after the person's answer each fact is announced. */
  readonly delaysMs?: Readonly<Partial<Record<Fact, number>>> | undefined;
  /** Send each fact only when the one before was delivered or given up. */
  readonly oneByOne?: boolean | undefined;
  readonly postFault?: PostFault | undefined;
  /** Executed at once, answered this much later. */
  readonly postAnswerAfterMs?: number | undefined;
  /** DELETE of the invited participant is answered with this status and does nothing. */
  readonly revokeStatus?: number | undefined;
};
