import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { InviteStatus, Registration, ResultInfo } from './types.ts';

export const inviteWorkflowType = 'inviteParticipants';
export const callRegistryWorkflowType = 'callRegistry';
export const defaultTaskQueue = 'graph-invites';

/** What every fact says of its origin: the call it was about, and the tenant that the notification's token named. */
export interface FactOrigin {
  readonly callId: string;
  readonly tenantId?: string | undefined;
}

export interface OperationCompleted extends FactOrigin {
  readonly operationId?: string | undefined;
  readonly resultInfo?: ResultInfo | undefined;
}

export interface OperationFailed extends FactOrigin {
  readonly operationId?: string | undefined;
  /** Empty when Graph gave no code. */
  readonly resultInfo: ResultInfo;
}

/** One of this invite's people in a roster; strangers never reach a history. */
export interface RosterEntry {
  /** Normalised id (`normaliseId`). */
  readonly key: string;
  readonly participantId?: string | undefined;
  readonly inLobby: boolean;
  readonly removed: boolean;
}

export interface RosterUpdated extends FactOrigin {
  readonly participants: readonly RosterEntry[];
}

export interface CallTerminated extends FactOrigin {
  readonly resultInfo?: ResultInfo | undefined;
}

/**
 * Signals are past-tense facts with one object argument; their names are the vocabulary of the Temporal UI's timeline.
 * Each may come early, late, twice, or never.
 */
export const operationCompletedSignal = defineSignal<[OperationCompleted]>('operationCompleted');
export const operationFailedSignal = defineSignal<[OperationFailed]>('operationFailed');
export const rosterUpdatedSignal = defineSignal<[RosterUpdated]>('rosterUpdated');
export const originalCallTerminatedSignal =
  defineSignal<[CallTerminated]>('originalCallTerminated');
export const callTerminatedSignal = defineSignal<[CallTerminated]>('callTerminated');

export const inviteStatusQuery = defineQuery<InviteStatus>('inviteStatus');

/** To the register of a call: one more invite waits on it. */
export const inviteRegisteredSignal = defineSignal<[Registration]>('inviteRegistered');
