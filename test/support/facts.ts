/** The people, facts and answers of Graph that the workflow tests are made of. */
import { ApplicationFailure } from '@temporalio/common';
import type {
  GraphFault,
  InviteActivities,
  PostInviteAnswer,
  RosterReading,
} from '../../contracts/activities.ts';
import type { GraphFaultType } from '../../contracts/errors.ts';
import { normaliseId } from '../../contracts/ids.ts';
import type { RosterEntry } from '../../contracts/messages.ts';
import { running } from './invites.ts';

export const ada = '6b1d9a3e-58a4-4a51-9d0f-0c5f3a1b7e11';
export const grace = 'E2C0A7F4-1B9D-4C38-8F65-7D41B0A9C3D2';
export const phone = '+15550100123';
export const user = (id: string) => ({ identity: { user: { id } } });

/** An entry of a `rosterUpdated` fact, as the webhooks write it. */
export function inRoster(id: string, more: Partial<RosterEntry> = {}): RosterEntry {
  return { key: normaliseId(id), inLobby: false, removed: false, ...more };
}

/** A reading of the target's roster; `size` counts strangers too. */
export function rosterOf(
  participants: readonly RosterEntry[],
  size = participants.length,
): RosterReading {
  return { size, participants, callEnded: false };
}

/** What readings answer when Graph has nothing to tell: an empty roster, a living call, an unknown operation. */
export const nothingToLearn = {
  readRoster: () => Promise.resolve(rosterOf([])),
  readCall: () => Promise.resolve({ ended: false }),
  readOperation: () => Promise.resolve({ status: 'unknown' }),
} satisfies Partial<InviteActivities>;

/** A failure as the activities give it. */
export function graphFault(type: GraphFaultType, fault: GraphFault = {}): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: 'Graph did not do as asked.',
    nonRetryable: type === 'GraphRefused' || type === 'GraphNotFound',
    details: [fault],
  });
}

/** Payloads that no converter of ours can read. */
export const unreadablePayloads = [
  { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{bad') },
  { metadata: { encoding: Buffer.from('binary/unheard-of') }, data: Buffer.from('x') },
  { data: Buffer.from('{}') },
] as const;

/** Answers one after the other; a failure is thrown, and the last one stands for all further calls. */
export function oneAfterTheOther<T>(...answers: readonly (T | Error)[]): () => Promise<T> {
  let calls = 0;
  return () => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as T);
  };
}

/** An activity that stops in the middle until the test lets it go on; the test must, or the worker cannot stop. */
export function hold<T>() {
  const reached = gate<undefined>();
  const released = gate<T>();
  return {
    /** The activity's body. */
    reach: () => {
      reached.open(undefined);
      return released.passed;
    },
    reached: reached.passed,
    go: released.open,
    fail: released.fail,
  };
}

export interface HeldPost {
  readonly postInvite: InviteActivities['postInvite'];
  /** Resolves when the POST is on the wire. */
  readonly onTheWire: Promise<undefined>;
  /** Lets the answer come. */
  answer(answer?: PostInviteAnswer | Error): void;
}

export function heldPost(): HeldPost {
  const { reach, reached, go, fail } = hold<PostInviteAnswer>();
  return {
    postInvite: reach,
    onTheWire: reached,
    answer: (answer = running) => {
      if (answer instanceof Error) fail(answer);
      else go(answer);
    },
  };
}

function gate<T>() {
  let open: (value: T) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passed = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return {
    passed,
    open: (value: T) => {
      open(value);
    },
    fail: (error: Error) => {
      fail(error);
    },
  };
}
