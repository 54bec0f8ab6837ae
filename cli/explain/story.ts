import type { InviteFailureDetails, InviteStatus } from '../../contracts/types.ts';

/**
 * `asked` what the caller wanted; `sent` and `answered` the POST; `came` a signal or a cancel; `asking` and `learned`
 * questions to Graph; `inferred` what followed from them; `deadline` time that ran out; `trouble` workers; `ended`.
 */
export type StoryKind =
  | 'asked'
  | 'sent'
  | 'answered'
  | 'came'
  | 'asking'
  | 'learned'
  | 'inferred'
  | 'deadline'
  | 'trouble'
  | 'ended';

export interface StoryLine {
  /** ISO 8601 in UTC, of the server's clock. */
  readonly at: string;
  readonly sinceStartMs: number;
  readonly kind: StoryKind;
  readonly text: string;
}

/** What a running invite waits for. */
export interface StoryWait {
  readonly text: string;
  /** ISO 8601 in UTC. */
  readonly until?: string;
}

export type StoryState =
  'running' | 'joined' | 'failed' | 'canceled' | 'terminated' | 'timedOut' | 'unreadable';

export interface StoryAdvice {
  readonly retryAdvice?: InviteFailureDetails['retryAdvice'];
  /** What an operator does. */
  readonly operator: string;
}

/** What happened to one invite, in words; ids and counts, but nobody's name or number. */
export interface Story {
  readonly inviteId: string;
  readonly state: StoryState;
  /** `joined`, `canceled`, `canceledUnconfirmed` or a failure type. */
  readonly outcome?: string;
  /** Absent only when the beginning of the history is. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly lines: readonly StoryLine[];
  /** Of a running invite. */
  readonly waiting: readonly StoryWait[];
  readonly advice?: StoryAdvice;
  /** Of an ended invite: what a worker would answer for it. */
  readonly status?: InviteStatus;
}
