/** Temporal is killed, alone or with everything else (docs/reliability.md 7, rows 10 and 11). */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  confirmedBy,
  endOf,
  executedPosts,
  historyOf,
  inLedger,
  inPhase,
  outcomeOf,
  signalCount,
  type StackInvite,
} from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import type { Stack } from '../support/stack.ts';
import { until } from '../support/until.ts';

type Group = readonly StackInvite[];

const all = <T>(group: Group, value: T) => group.map(() => value);

describe('invites whose deadlines pass while everything is down', () => {
  const { stack, invite, several } = useStack({
    workers: 2,
    webhooks: 2,
    simulator: { redelivery: { tries: 2 } },
  });
  const deadlines = { operationMs: 7_000, rosterMs: 3_000, teardownMs: 3_000 };
  const answerMeanwhile = { answer: { kind: 'answer', afterMs: 6_000 } } as const;
  let answered: Group;
  let noRoster: Group;
  let replaced: StackInvite;
  let unanswered: Group;
  let declined: StackInvite;
  let callOver: StackInvite;
  let ringing: StackInvite;
  let invites: Group;

  beforeAll(async () => {
    const { simulator, callbackUri } = stack();
    answered = await several(2, { deadlines, script: answerMeanwhile });
    noRoster = await several(2, { deadlines, script: { lost: ['roster'] } });
    const readable = { endedOperations: 'readable' } as const;
    const decline = { answer: { kind: 'decline', afterMs: 6_000 } } as const;
    declined = await invite({ deadlines, script: decline, call: readable });
    callOver = await invite({ deadlines, script: { answer: { kind: 'never' } } });
    ringing = await invite({ deadlines, script: { answer: { kind: 'never' } } });
    const original = simulator.createCall({ kind: 'peerToPeer', callbackUri });
    replaced = await invite({
      deadlines,
      replacesCallId: original.callId,
      script: { ...answerMeanwhile, delaysMs: { terminated: 100, deleted: 100 } },
    });
    unanswered = await several(2, {
      deadlines,
      script: { ...answerMeanwhile, postAnswerAfterMs: 60_000 },
    });
    const lastDeadline = Date.now() + deadlines.operationMs;
    const posted = [...answered, ...noRoster, declined, callOver, ringing, replaced];
    invites = [...posted, ...unanswered];
    await inLedger(stack(), 'postAnswered', posted);
    await inLedger(stack(), 'postReceived', unanswered);
    // Whose operation Graph can be asked about: its id is in the POST's answer.
    await inPhase('awaitingOutcome', [declined]);
    await Promise.all([
      ...[...stack().workers, ...stack().webhooks].map((process) => process.kill()),
      stack().temporal.kill(),
    ]);
    simulator.endCall(callOver.callId);
    await until(() => Date.now() > lastDeadline, 'every deadline has passed');
    await stack().temporal.start();
    await Promise.all([...stack().workers, ...stack().webhooks].map((process) => process.start()));
  });

  test('are joined where the people had joined (row 10)', async () => {
    const joined = [...answered, ...noRoster, replaced, ...unanswered];
    expect(await Promise.all(joined.map(outcomeOf))).toEqual(all(joined, 'joined'));
    const byReading = await Promise.all([...answered, replaced, ...unanswered].map(confirmedBy));
    for (const one of byReading) expect(one).toMatchObject({ completion: 'reconciliation' });
  });

  test('say what Graph says where it can still tell (row 10)', async () => {
    expect(await outcomeOf(declined)).toBe('InviteDeclined');
    expect(await outcomeOf(callOver)).toBe('CallEnded');
  });

  test('say that nobody knows where it rings on (row 10)', async () => {
    expect(await outcomeOf(ringing)).toBe('InviteOutcomeUnknown');
  });

  test('rang once each (row 10)', () => {
    expect(invites.map((one) => executedPosts(stack(), one))).toEqual(all(invites, 1));
  });
});

describe('a Temporal that is killed while notifications flow, and started again', () => {
  const { stack, invite, several } = useStack({
    workers: 2,
    webhooks: 2,
    // One try after the other until well after the restart.
    simulator: { redelivery: { tries: 9, backoffMs: 250 } },
  });
  let invites: Group;
  let startedAt: number;
  let readyMs: number;

  beforeAll(async () => {
    // One answer every 400 ms, before, during and after the outage.
    invites = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        invite({ script: { answer: { kind: 'answer', afterMs: 3_000 + index * 400 } } }),
      ),
    );
    await inLedger(stack(), 'postAnswered', invites);
    const acknowledged = () => completions(stack(), 202).length;
    await until(() => acknowledged() >= 2, 'notifications flow');
    await stack().temporal.kill();
    const refused = () => completions(stack(), 503).length;
    await until(() => refused() >= 4, 'notifications are refused');
    startedAt = Date.now();
    await stack().temporal.start();
    await until(() => allReady(stack()), 'both webhooks are ready', 60_000);
    readyMs = Date.now() - startedAt;
  });

  test('finds every notification that was acknowledged in a history (row 11)', async () => {
    expect(await Promise.all(invites.map(outcomeOf))).toEqual(all(invites, 'joined'));
    for (const one of invites) {
      const acknowledged = completions(stack(), 202).filter(({ callId }) => callId === one.callId);
      expect(acknowledged.length).toBeGreaterThan(0);
      const stored = signalCount(await historyOf(stack(), one), 'operationCompleted');
      expect(stored).toBeGreaterThanOrEqual(acknowledged.length);
    }
  });

  test('loses no invite and rings nobody twice (row 11)', async () => {
    const ends = await Promise.all(invites.map(confirmedBy));
    expect(ends).toMatchObject(all(invites, { completion: 'notification' }));
    expect(invites.map((one) => executedPosts(stack(), one))).toEqual(all(invites, 1));
  });

  test('is used again within 30 s (row 11)', async ({ annotate }) => {
    await Promise.all(invites.map((one) => endOf(one)));
    const lastMs = Date.now() - startedAt;
    const [again] = await several(1);
    if (again) expect(await outcomeOf(again)).toBe('joined');
    await annotate(`webhooks ready after ${readyMs} ms, every invite done after ${lastMs} ms`);
    expect(readyMs).toBeLessThan(30_000);
  });
});

/** Every attempt to announce a completion that got this status. */
function completions(stack: Stack, status: number) {
  return stack.simulator
    .ledger()
    .flatMap((entry) =>
      entry.type === 'deliveryAttempted' && entry.about === 'completion' && entry.status === status
        ? [entry]
        : [],
    );
}

async function allReady(stack: Stack): Promise<boolean> {
  const answers = await Promise.all(
    stack.webhooks.map(({ adminUrl }) => fetch(`${adminUrl}/readyz`)),
  );
  return answers.every(({ ok }) => ok);
}
