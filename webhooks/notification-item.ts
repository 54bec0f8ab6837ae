import type { RosterEntry } from '../contracts/messages.ts';
import type { ResultInfo } from '../contracts/types.ts';

export const ignoredReasons = [
  'malformed',
  'otherKind',
  'otherOperation',
  'notFinal',
  'noInviteId',
  'noCallId',
  'callGoesOn',
] as const;
export type IgnoredReason = (typeof ignoredReasons)[number];

export interface OperationCompletedItem {
  readonly kind: 'operationCompleted';
  readonly inviteId: string;
  readonly callId: string;
  readonly operationId?: string;
  readonly resultInfo?: ResultInfo;
}

export interface OperationFailedItem {
  readonly kind: 'operationFailed';
  readonly inviteId: string;
  readonly callId: string;
  readonly operationId?: string;
  /** Empty when Graph gave no code. */
  readonly resultInfo: ResultInfo;
}

/** Everyone in the roster, strangers too: only the router knows whose people they are. */
export interface RosterUpdatedItem {
  readonly kind: 'rosterUpdated';
  readonly callId: string;
  readonly participants: readonly RosterEntry[];
}

export interface CallTerminatedItem {
  readonly kind: 'callTerminated';
  readonly callId: string;
  readonly resultInfo?: ResultInfo;
}

/** Never of use to any invite, so that a repeat could not heal it. */
export interface IgnoredItem {
  readonly kind: 'ignored';
  readonly reason: IgnoredReason;
}

/** One entry of a notification, in our words and without persons' names. */
export type NotificationItem =
  | OperationCompletedItem
  | OperationFailedItem
  | RosterUpdatedItem
  | CallTerminatedItem
  | IgnoredItem;

export function ignored(reason: IgnoredReason): IgnoredItem {
  return { kind: 'ignored', reason };
}
