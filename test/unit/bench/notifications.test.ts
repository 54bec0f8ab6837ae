import { describe, expect, it } from 'vitest';
import { notificationFor } from '../../../bench/webhooks/notifications.ts';
import { randomOf } from '../../../bench/support/random.ts';
import { signalMark } from '../../../bench/webhooks/signal-mark.ts';
import { normaliseId } from '../../../contracts/ids.ts';
import type { InviteSignal } from '../../../webhooks/invite-signal.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import { createReceiver } from '../../../webhooks/receive-notification.ts';
import { createLogger } from '../../../runtime/logger.ts';

const random = randomOf(7, 'a test');
const invite = { inviteId: random.guid(), callId: random.guid(), personId: random.guid() };

/** The signals that a body leads to, with the invite registered on its call. */
async function signalsOf(body: string): Promise<InviteSignal[]> {
  const signals: InviteSignal[] = [];
  const registration = {
    inviteId: invite.inviteId,
    participantKeys: [normaliseId(invite.personId)],
    role: 'target' as const,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  };
  const receive = createReceiver({
    register: { lookUp: () => Promise.resolve([registration]) },
    send: (signal) => {
      signals.push(signal);
      return Promise.resolve('stored' as const);
    },
    metrics: createMetrics(),
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  await receive(JSON.parse(body), 'tenant-1');
  return signals;
}

describe('the notifications of the benchmark', () => {
  const made = Array.from({ length: 200 }, (_, number) => notificationFor(invite, number, random));

  it('lead to one signal each, which carries their mark', async () => {
    for (const { body, mark } of made) {
      const signals = await signalsOf(body);
      expect(signals.map(({ inviteId }) => inviteId)).toEqual([invite.inviteId]);
      expect(signals.map(({ fact }) => signalMark(fact))).toEqual([mark]);
    }
  });

  it('are of every kind, each with a mark of its own', async () => {
    const signals = (await Promise.all(made.map(({ body }) => signalsOf(body)))).flat();
    expect(new Set(signals.map(({ name }) => name))).toEqual(
      new Set(['operationCompleted', 'operationFailed', 'rosterUpdated', 'callTerminated']),
    );
    expect(new Set(made.map(({ mark }) => mark)).size).toBe(made.length);
  });

  it('are the same for the same seed', () => {
    const [one, other] = [randomOf(3, 'x'), randomOf(3, 'x')];
    expect(notificationFor(invite, 1, one)).toEqual(notificationFor(invite, 1, other));
  });
});

describe('a signal that no notification of the benchmark led to', () => {
  it.each([[{}], [null], ['text'], [{ participants: [] }], [{ resultInfo: {} }]])(
    'has no mark: %j',
    (fact) => {
      expect(signalMark(fact)).toBeUndefined();
    },
  );
});
