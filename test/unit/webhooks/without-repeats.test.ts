import { describe, expect, test } from 'vitest';
import type { InviteSignal, SignalAnswer } from '../../../webhooks/invite-signal.ts';
import { withoutRepeats } from '../../../webhooks/without-repeats.ts';

type Roster = Extract<InviteSignal, { name: 'rosterUpdated' }>;

const shows = (key: string, change: Partial<Roster> = {}): Roster => ({
  inviteId: 'invite-1',
  name: 'rosterUpdated',
  role: 'target',
  registeredUntil: '2026-11-22T12:00:00.000Z',
  fact: {
    callId: 'call-1',
    tenantId: 'tenant-1',
    participants: [{ key, inLobby: false, removed: false }],
  },
  ...change,
});

function senderWith(answers: readonly (SignalAnswer | Error)[] = []) {
  const sent: InviteSignal[] = [];
  const clock = { now: 1_000_000 };
  const repeats = { count: 0 };
  const left = [...answers];
  const send = withoutRepeats(
    (signal) => {
      sent.push(signal);
      const answer = left.shift() ?? 'stored';
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    { now: () => clock.now, onRepeat: () => (repeats.count += 1) },
  );
  return { send, sent, clock, repeats };
}

describe('a roster that comes again', () => {
  test('is not sent to an invite that has the same one, and counts as stored', async () => {
    const { send, sent, repeats } = senderWith();
    expect(await send(shows('ada'))).toBe('stored');
    expect(await send(shows('ada'))).toBe('stored');
    expect(sent).toHaveLength(1);
    expect(repeats.count).toBe(1);
  });

  test('is sent when anything in it differs from the last one', async () => {
    const { send, sent } = senderWith();
    const again = { callId: 'call-1', tenantId: 'tenant-1' };
    await send(shows('ada'));
    await send(
      shows('ada', {
        fact: { ...again, participants: [{ key: 'ada', inLobby: true, removed: false }] },
      }),
    );
    await send(shows('ada'));
    await send(shows('grace'));
    await send(shows('grace', { inviteId: 'invite-2' }));
    expect(sent).toHaveLength(5);
  });

  test('is sent again after ten seconds', async () => {
    const { send, sent, clock } = senderWith();
    await send(shows('ada'));
    clock.now += 9_999;
    await send(shows('ada'));
    expect(sent).toHaveLength(1);
    clock.now += 1;
    await send(shows('ada'));
    expect(sent).toHaveLength(2);
  });

  test('is sent again when the first could not be stored', async () => {
    const { send, sent } = senderWith([new Error('Temporal is away.')]);
    await expect(send(shows('ada'))).rejects.toThrow('away');
    expect(await send(shows('ada'))).toBe('stored');
    expect(sent).toHaveLength(2);
  });

  test('is sent each time when it is of the original call, where each is a hint', async () => {
    const { send, sent } = senderWith();
    await send(shows('ada', { role: 'original' }));
    await send(shows('ada', { role: 'original' }));
    expect(sent).toHaveLength(2);
  });
});

describe('a second run under the same id', () => {
  const registeredUntil = '2026-11-22T12:05:00.000Z';

  test('is told what the first one was told', async () => {
    const { send, sent } = senderWith();
    await send(shows('ada'));
    expect(await send(shows('ada', { registeredUntil }))).toBe('stored');
    expect(sent).toHaveLength(2);
  });

  test('is told although the first one has ended', async () => {
    const { send, sent } = senderWith(['nobodyWaits']);
    await send(shows('ada'));
    expect(await send(shows('ada', { registeredUntil }))).toBe('stored');
    expect(sent).toHaveLength(2);
  });
});

describe('a roster of several people', () => {
  const person = (key: string) => ({ key, inLobby: false, removed: false });
  const showing = (...keys: readonly string[]) =>
    shows('', {
      fact: { callId: 'call-1', tenantId: 'tenant-1', participants: keys.map(person) },
    });

  test('is a repeat when each of them was told, in whatever rosters', async () => {
    const { send, sent } = senderWith();
    await send(showing('ada'));
    await send(showing('ada', 'grace'));
    await send(showing('ada'));
    await send(showing('grace'));
    await send(showing('grace', 'ada'));
    expect(sent).toHaveLength(2);
  });
});

describe('an invite that has ended', () => {
  test('gets no roster for ten seconds, whatever it shows of the same person', async () => {
    const { send, sent, clock } = senderWith(['nobodyWaits']);
    expect(await send(shows('ada'))).toBe('nobodyWaits');
    const inLobby = { key: 'ada', inLobby: true, removed: false };
    const changed = { callId: 'call-1', tenantId: 'tenant-1', participants: [inLobby] };
    expect(await send(shows('ada', { fact: changed }))).toBe('nobodyWaits');
    expect(sent).toHaveLength(1);
    clock.now += 10_000;
    expect(await send(shows('ada'))).toBe('stored');
  });

  test('still gets every other fact', async () => {
    const { send, sent } = senderWith(['nobodyWaits']);
    await send(shows('ada'));
    const fact = { callId: 'call-1', tenantId: 'tenant-1' };
    await send({ inviteId: 'invite-1', name: 'operationCompleted', fact });
    await send({ inviteId: 'invite-1', name: 'callTerminated', fact });
    await send({ inviteId: 'invite-1', name: 'callTerminated', fact });
    expect(sent).toHaveLength(4);
  });
});

test('what is remembered of invites is bounded', async () => {
  const { send, sent } = senderWith();
  await send(shows('ada'));
  for (let other = 0; other < 10_000; other += 1) {
    await send(shows('ada', { inviteId: `other-${other}` }));
  }
  await send(shows('ada'));
  expect(sent).toHaveLength(10_002);
});
