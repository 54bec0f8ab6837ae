/** Row 20: processes whose clocks are wrong. Their Date is skewed; the server's clock and their timers are not. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { executedPosts, inLedger, outcomeOf, type StackInvite } from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';

const { stack, several } = useStack({ simulator: { redelivery: { tries: 2 } } });
const minute = 60_000;

/** Starts a process again with a clock that is off by so much. */
async function startSkewed(name: string, skewMs: number): Promise<void> {
  const process = stack().process(name);
  await process.stop();
  const preload = fileURLToPath(new URL('../support/skewed-clock.mjs', import.meta.url));
  await process.start({ NODE_OPTIONS: `--import=${preload}`, CLOCK_SKEW_MS: String(skewMs) });
}

const outcomes = (invites: readonly StackInvite[]) => Promise.all(invites.map(outcomeOf));

function statusesOf(invites: readonly StackInvite[]): Set<number | null> {
  const calls = new Set(invites.map(({ callId }) => callId));
  const statuses = stack()
    .simulator.ledger()
    .flatMap((entry) =>
      entry.type === 'deliveryAttempted' && calls.has(entry.callId) ? [entry.status] : [],
    );
  return new Set(statuses);
}

describe('row 20: a worker', () => {
  test.each([60, -60])('whose clock is off by %i minutes joins as any other', async (minutes) => {
    await startSkewed('worker-1', minutes * minute);
    const told = await several(5);
    const throttled = await several(5, {
      script: {
        times: 1,
        answer: { kind: 'httpStatus', status: 429, retryAfterDateMs: 2_000 },
      },
    });
    const asked = await several(5, {
      deadlines: { operationMs: 2_000 },
      script: { lost: ['completion', 'roster'] },
    });
    const invites = [...told, ...throttled, ...asked];
    expect(await outcomes(invites)).toEqual(invites.map(() => 'joined'));
    expect(invites.map((one) => executedPosts(stack(), one))).toEqual(invites.map(() => 1));
  });
});

describe('row 20: webhooks', () => {
  test.each([4, -4])(
    'whose clock is off by %i minutes take every notification',
    async (minutes) => {
      await startSkewed('webhooks-1', minutes * minute);
      const invites = await several(5);
      expect(await outcomes(invites)).toEqual(invites.map(() => 'joined'));
      expect(statusesOf(invites)).toEqual(new Set([202]));
    },
  );

  test('that are six minutes slow refuse fresh tokens with 401, and Graph is asked', async () => {
    await startSkewed('webhooks-1', -6 * minute);
    const invites = await several(5, { deadlines: { operationMs: 3_000 } });
    expect(await outcomes(invites)).toEqual(invites.map(() => 'joined'));
    await inLedger(stack(), 'deliveryGivenUp', invites);
    expect(statusesOf(invites)).toEqual(new Set([401]));
  });
});
