import { completes, joinsApart, type Situation } from './situation.ts';

const ends = 'joined';
const answersAtOnce = { answer: { kind: 'answer', afterMs: 1 } } as const;
/** Short, because they run out. */
const soonMs = 300;

/** Something went wrong on the way, and the invite joins all the same. */
export const repaired: readonly Situation[] = [
  {
    ...{ name: 'throttled once (429), then apart', ends },
    plan: {
      script: { times: 1, answer: { kind: 'httpStatus', status: 429, retryAfter: '0' } },
    },
    drive: joinsApart,
  },
  {
    ...{ name: 'unclear POST, ended by notifications', ends },
    plan: { script: { postFault: 'cutResponse' } },
    drive: joinsApart,
  },
  {
    ...{ name: 'unclear POST, nothing heard: Graph asked', ends },
    plan: {
      script: { ...answersAtOnce, postFault: 'cutResponse' },
      request: { deadlines: { unknownMs: soonMs } },
    },
    drive: () => Promise.resolve(),
  },
  {
    ...{ name: 'all notifications lost: Graph asked', ends },
    plan: { script: answersAtOnce, request: { deadlines: { operationMs: 2 * soonMs } } },
    drive: () => Promise.resolve(),
  },
  {
    ...{ name: 'roster lost: Graph asked', ends },
    plan: { script: answersAtOnce, request: { deadlines: { rosterMs: soonMs } } },
    drive: async (invite) => {
      await invite.inPhase('awaitingOutcome');
      await completes(invite);
    },
  },
  {
    ...{ name: 'replace, end of the original call lost: Graph asked', ends },
    plan: {
      ...{ from: 'peerToPeer', script: answersAtOnce },
      request: { deadlines: { teardownMs: soonMs } },
    },
    drive: joinsApart,
  },
];
