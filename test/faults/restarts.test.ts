/** Row 8: webhooks replaced one after the other while notifications flow. */
import { expect, test } from 'vitest';
import { outcomeOf } from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import { until } from '../support/until.ts';

const { stack, invite } = useStack({ webhooks: 2 });

test('row 8: a sender sees 202, and 503 while one closes, and never a broken connection', async () => {
  let restarting = true;
  const started: ReturnType<typeof invite>[] = [];
  const flow = until(
    async () => {
      started.push(invite());
      await started.at(-1);
      return !restarting && started.length >= 60;
    },
    'notifications flow during both restarts',
    120_000,
  );
  for (const name of ['webhooks-1', 'webhooks-2', 'webhooks-1', 'webhooks-2']) {
    const before = started.length;
    await until(() => started.length >= before + 5, 'notifications flow', 60_000);
    expect(await stack().process(name).stop()).toBe(0);
    await stack().process(name).start();
  }
  restarting = false;
  await flow;
  const invites = await Promise.all(started);
  expect(await Promise.all(invites.map(outcomeOf))).toEqual(invites.map(() => 'joined'));
  const attempts = stack()
    .simulator.ledger()
    .flatMap((entry) =>
      entry.type === 'deliveryAttempted' ? [`${entry.status} ${entry.error}`] : [],
    );
  expect(attempts.length).toBeGreaterThan(100);
  expect(attempts.filter((attempt) => !/^(?:202|503) null$/.test(attempt))).toEqual([]);
}, 180_000);
