/**
 * The only worker is killed while invites are at every moment of their life (docs/reliability.md 7, rows 1 to 4): one
 * kill for all of them. Each group of invites is a test of its own.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  activityTaken,
  confirmedBy,
  endOf,
  executedPosts,
  historyOf,
  inHistory,
  inLedger,
  inPhase,
  isInTask,
  outcomeOf,
  registered,
  type StackInvite,
} from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import { until } from '../support/until.ts';

const { stack, invite, several } = useStack();
const worker = () => stack().process('worker-1');
const lostNews = { lost: ['completion', 'roster'] } as const;
/** Long after the kill, and after the restart on any machine. */
const answersLater = { answer: { kind: 'answer', afterMs: 16_000 } } as const;

type Group = readonly StackInvite[];

const outcomesOf = (group: Group) => Promise.all(group.map(outcomeOf));
const postsOf = (group: Group) => group.map((one) => executedPosts(stack(), one));
const all = <T>(group: Group, value: T) => group.map(() => value);

describe('invites that started while no worker ran', () => {
  test('are each posted once by the worker that comes (row 1)', async () => {
    await worker().kill();
    const waiting = await several(5);
    await worker().start();
    expect(await outcomesOf(waiting)).toEqual(all(waiting, 'joined'));
    expect(postsOf(waiting)).toEqual(all(waiting, 1));
  });
});

describe('a worker killed in the middle of everything, and started again', () => {
  let ringing: Group;
  let pastDeadline: Group;
  let inReconcile: Group;
  let swallowed: Group;
  let swallowedOnce: Group;
  let unanswered: Group;
  let unansweredNoNews: Group;
  let unreported: Group;
  let inTask: Group;

  beforeAll(async () => {
    const { toGraph, toTemporal } = stack().workers[0] ?? unknownWorker();
    inReconcile = await several(2, { script: lostNews, deadlines: { operationMs: 6_000 } });
    ringing = await several(3, { script: answersLater });
    pastDeadline = await several(2, { script: lostNews, deadlines: { operationMs: 14_000 } });
    inTask = await several(3, { script: { lost: ['roster'] } });
    await inPhase('awaitingOutcome', [...inReconcile, ...ringing, ...pastDeadline]);
    await inPhase('awaitingRoster', inTask);
    // From here on what the worker asks of Graph arrives nowhere.
    toGraph.set({ kind: 'silent' });
    swallowed = await several(2);
    swallowedOnce = await several(2, { onUnknownOutcome: 'repostOnce' });
    await activityTaken(stack(), 'postInvite', [...swallowed, ...swallowedOnce]);
    await registered(stack(), [...swallowed, ...swallowedOnce]);
    await activityTaken(stack(), 'readRoster', inReconcile);
    toGraph.set({ kind: 'pass' });
    const { answer } = answersLater;
    unanswered = await several(2, { script: { answer, postAnswerAfterMs: 60_000 } });
    unansweredNoNews = await several(2, { script: { ...lostNews, postAnswerAfterMs: 60_000 } });
    unreported = await several(2, { script: { answer, postAnswerAfterMs: 3_000 } });
    await inLedger(stack(), 'postReceived', [...unanswered, ...unansweredNoNews, ...unreported]);
    // From here on the worker is told nothing by Temporal, and cannot tell it anything.
    toTemporal.set({ kind: 'silent' });
    expect(unreported.map((one) => answeredYet(one))).toEqual(all(unreported, false));
    for (const { callId } of inTask) stack().simulator.sendRoster(callId);
    await inHistory(stack(), 'a workflow task is under way', inTask, isInTask);
    await inLedger(stack(), 'postAnswered', unreported);
    await until(
      () => unreported.every(({ inviteId }) => knowsAnswer(inviteId)),
      'the worker has read the answers',
    );
    await worker().kill();
    stack().heal();
    await worker().start();
  });

  const answeredYet = (one: StackInvite) =>
    stack()
      .simulator.ledger()
      .some((entry) => entry.type === 'postAnswered' && entry.clientContext === one.inviteId);
  const knowsAnswer = (inviteId: string) =>
    worker()
      .output()
      .split('\n')
      .some((line) => line.includes(inviteId) && line.includes('Graph answered'));

  test('posts nothing again that was taken but never reached Graph (row 1)', async () => {
    expect(await outcomesOf(swallowed)).toEqual(all(swallowed, 'InviteOutcomeUnknown'));
    expect(postsOf(swallowed)).toEqual(all(swallowed, 0));
  });

  test('posts it once where the caller asked for one repetition (row 1)', async () => {
    expect(await outcomesOf(swallowedOnce)).toEqual(all(swallowedOnce, 'joined'));
    expect(postsOf(swallowedOnce)).toEqual(all(swallowedOnce, 1));
  });

  test('learns by notification of a POST whose answer nobody heard (row 2)', async () => {
    const ends = await Promise.all(unanswered.map(confirmedBy));
    expect(ends).toMatchObject(all(unanswered, { completion: 'notification' }));
    expect(postsOf(unanswered)).toEqual(all(unanswered, 1));
  });

  test('asks Graph about it where no notification comes (row 2)', async () => {
    const ends = await Promise.all(unansweredNoNews.map(confirmedBy));
    expect(ends).toMatchObject(all(unansweredNoNews, { completion: 'reconciliation' }));
    expect(postsOf(unansweredNoNews)).toEqual(all(unansweredNoNews, 1));
  });

  test('learns by notification of a POST whose answer it could not report (row 3)', async () => {
    const ends = await Promise.all(unreported.map(confirmedBy));
    expect(ends).toMatchObject(all(unreported, { completion: 'notification' }));
    expect(postsOf(unreported)).toEqual(all(unreported, 1));
    const histories = await Promise.all(unreported.map((one) => historyOf(stack(), one)));
    const reported = histories.flat().filter((event) => event.activityTaskCompletedEventAttributes);
    expect(reported).toEqual([]);
  });

  test('does the workflow task again in which it was killed (row 4)', async () => {
    const ends = await Promise.all(inTask.map(confirmedBy));
    expect(ends).toEqual(
      all(inTask, { completion: 'notification', roster: 'notification', teardown: 'notRequired' }),
    );
    expect(postsOf(inTask)).toEqual(all(inTask, 1));
  });

  test('asks Graph again where it was killed while asking (row 4)', async () => {
    const ends = await Promise.all(inReconcile.map(confirmedBy));
    expect(ends).toMatchObject(all(inReconcile, { completion: 'reconciliation' }));
    expect(postsOf(inReconcile)).toEqual(all(inReconcile, 1));
  });

  test('goes on waiting where it was killed while waiting (row 4)', async () => {
    const ends = await Promise.all(ringing.map(confirmedBy));
    expect(ends).toMatchObject(all(ringing, { completion: 'notification' }));
    expect(postsOf(ringing)).toEqual(all(ringing, 1));
  });

  test('asks Graph where a deadline passed meanwhile (row 4)', async () => {
    const ends = await Promise.all(pastDeadline.map(confirmedBy));
    expect(ends).toMatchObject(all(pastDeadline, { completion: 'reconciliation' }));
    expect(postsOf(pastDeadline)).toEqual(all(pastDeadline, 1));
  });

  test('serves new invites', async () => {
    expect(await endOf(await invite())).toMatchObject({ kind: 'joined' });
  });
});

function unknownWorker(): never {
  throw new Error('The stack has no worker.');
}
