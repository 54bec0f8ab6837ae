import type { Invite } from '../../contracts/invite.ts';
import type { InviteEventOf } from './invite-event.ts';
import type { StoryKind } from './story.ts';

type Source = 'notification' | 'answer' | 'asking';

/** What is known of the invite at a point of its story; a fact counts once, whoever told it first. */
export interface Known {
  completed?: Source;
  failed?: Source;
  callEnded?: Source;
  originalCallEnded?: Source;
  /** Keys of the invited people who stand in the target's roster. */
  readonly inRoster: Set<string>;
}

export interface PendingActivity {
  readonly activity: string;
  readonly input: unknown;
  readonly at: number;
  /** Of a POST: the how manieth. */
  readonly post: number;
  attempt: number;
}

interface PendingTimer {
  readonly summary: string;
  readonly ms: number;
  readonly dueAt: number;
}

type End = InviteEventOf<'completed' | 'failed' | 'canceled' | 'terminated' | 'timedOut'>;

/** A story while it is told. */
export interface Telling {
  readonly inviteId: string;
  readonly lines: { readonly at: number; readonly kind: StoryKind; readonly text: string }[];
  readonly known: Known;
  readonly activities: Map<number, PendingActivity>;
  readonly timers: Map<string, PendingTimer>;
  startedAt: number | undefined;
  taskQueue: string;
  /** Undefined while there is none that could be read. */
  invite: Invite | undefined;
  posts: number;
  /** The last POST may have been executed. */
  unclear: boolean;
  /** Since when a step waits for a worker. */
  taskWaitsSince: number | undefined;
  /** Workers cannot go on with it. */
  troubled: boolean;
  outcome: string | undefined;
  end: End | undefined;
}

export function newTelling(inviteId: string): Telling {
  return {
    inviteId,
    lines: [],
    known: { inRoster: new Set() },
    activities: new Map(),
    timers: new Map(),
    startedAt: undefined,
    taskQueue: '',
    invite: undefined,
    posts: 0,
    unclear: false,
    taskWaitsSince: undefined,
    troubled: false,
    outcome: undefined,
    end: undefined,
  };
}

export function tell(telling: Telling, at: number, kind: StoryKind, text: string): void {
  telling.lines.push({ at, kind, text });
}
