import { describe, expect, it } from 'vitest';
import type { CallRegisterReader } from '../../../contracts/call-register.ts';
import type { Registration } from '../../../contracts/types.ts';
import type { InviteSignal, SendSignal } from '../../../webhooks/invite-signal.ts';
import { routeSignals, type RoutableItem } from '../../../webhooks/route-signal.ts';
import { UnavailableError } from '../../../webhooks/unavailable-error.ts';

const tenantId = 'tenant-1';
const call = 'AB-CD';

function registration(inviteId: string, change: Partial<Registration> = {}): Registration {
  return {
    inviteId,
    participantKeys: ['anna'],
    role: 'target',
    expiresAt: '2099-01-01T00:00:00Z',
    ...change,
  };
}

function fakeRegister(waiting: Readonly<Record<string, readonly Registration[]>>) {
  const asked: string[] = [];
  const register: CallRegisterReader = {
    lookUp: (callId) => {
      asked.push(callId);
      return Promise.resolve(waiting[callId] ?? []);
    },
  };
  return { register, asked };
}

function fakeSender(
  answer: (signal: InviteSignal) => ReturnType<SendSignal> = () => Promise.resolve('stored'),
) {
  const sent: InviteSignal[] = [];
  const send: SendSignal = (signal) => {
    sent.push(signal);
    return answer(signal);
  };
  return { send, sent };
}

const noRegister: CallRegisterReader = {
  lookUp: () => Promise.reject(new Error('no look-up is needed')),
};

const entry = (key: string) => ({ key, inLobby: false, removed: false });
const completed = (inviteId: string): RoutableItem => ({
  kind: 'operationCompleted',
  inviteId,
  callId: call,
  operationId: 'op',
});
const failed = (inviteId: string): RoutableItem => ({
  kind: 'operationFailed',
  inviteId,
  callId: call,
  resultInfo: { code: 603, subcode: 0 },
});
const roster = (...keys: string[]): RoutableItem => ({
  kind: 'rosterUpdated',
  callId: call,
  participants: keys.map(entry),
});
const ended: RoutableItem = {
  kind: 'callTerminated',
  callId: call,
  resultInfo: { code: 200, subcode: 7015 },
};

describe('the end of an operation', () => {
  it('goes to the invite of its clientContext without a look-up', async () => {
    const { send, sent } = fakeSender();
    const answers = await routeSignals([completed('a'), failed('b')], {
      register: noRegister,
      send,
      tenantId,
    });
    expect(answers).toEqual(['stored', 'stored']);
    expect(sent).toEqual([
      {
        inviteId: 'a',
        name: 'operationCompleted',
        fact: { callId: call, tenantId, operationId: 'op' },
      },
      {
        inviteId: 'b',
        name: 'operationFailed',
        fact: { callId: call, tenantId, resultInfo: { code: 603, subcode: 0 } },
      },
    ]);
  });

  it('for an invite that is not there is for nobody', async () => {
    const { send } = fakeSender(() => Promise.resolve('nobodyWaits'));
    expect(await routeSignals([completed('a')], { register: noRegister, send, tenantId })).toEqual([
      'nobodyWaits',
    ]);
  });
});

describe('a roster', () => {
  it('tells each waiting invite of its own people only', async () => {
    const { register } = fakeRegister({
      [call]: [
        registration('a'),
        registration('b', { participantKeys: ['ben', 'cleo'] }),
        registration('c', { participantKeys: ['dora'] }),
      ],
    });
    const { send, sent } = fakeSender();
    await routeSignals([roster('anna', 'cleo', 'stranger')], { register, send, tenantId });
    expect(sent).toEqual([
      {
        inviteId: 'a',
        name: 'rosterUpdated',
        role: 'target',
        registeredUntil: expect.any(String) as string,
        fact: { callId: call, tenantId, participants: [entry('anna')] },
      },
      {
        inviteId: 'b',
        name: 'rosterUpdated',
        role: 'target',
        registeredUntil: expect.any(String) as string,
        fact: { callId: call, tenantId, participants: [entry('cleo')] },
      },
    ]);
  });

  it('of the original call goes out as a hint, under that call', async () => {
    const { register } = fakeRegister({ [call]: [registration('a', { role: 'original' })] });
    const { send, sent } = fakeSender();
    await routeSignals([roster('anna')], { register, send, tenantId });
    expect(sent).toMatchObject([
      { inviteId: 'a', name: 'rosterUpdated', role: 'original', fact: { callId: call } },
    ]);
  });

  it('with none of an invite’s people, or empty, is for nobody', async () => {
    const { register, asked } = fakeRegister({ [call]: [registration('a')] });
    const { send, sent } = fakeSender();
    const answers = await routeSignals([roster('stranger'), roster()], {
      register,
      send,
      tenantId,
    });
    expect(answers).toEqual(['nobodyWaits', 'nobodyWaits']);
    expect(sent).toEqual([]);
    expect(asked).toEqual([call]);
  });
});

describe('the end of a call', () => {
  it('is told by the role that the call has for the invite', async () => {
    const { register } = fakeRegister({
      [call]: [registration('a'), registration('b', { role: 'original' })],
    });
    const { send, sent } = fakeSender();
    expect(await routeSignals([ended], { register, send, tenantId })).toEqual(['stored']);
    const fact = { callId: call, tenantId, resultInfo: { code: 200, subcode: 7015 } };
    expect(sent).toEqual([
      { inviteId: 'a', name: 'callTerminated', fact },
      { inviteId: 'b', name: 'originalCallTerminated', fact },
    ]);
  });

  it('is stored when one invite has it and others have ended', async () => {
    const { register } = fakeRegister({ [call]: [registration('a'), registration('b')] });
    const { send } = fakeSender(({ inviteId }) =>
      Promise.resolve(inviteId === 'a' ? 'stored' : 'nobodyWaits'),
    );
    expect(await routeSignals([ended], { register, send, tenantId })).toEqual(['stored']);
  });
});

describe('a batch', () => {
  it('asks once for each call, however its id is written', async () => {
    const { register, asked } = fakeRegister({});
    const { send } = fakeSender();
    const again = { ...ended, callId: 'abcd' };
    await routeSignals([roster('anna'), ended, again, { ...ended, callId: 'other' }], {
      register,
      send,
      tenantId,
    });
    expect(asked).toHaveLength(2);
  });

  it('keeps the order of the items of one invite, while others go beside it', async () => {
    const { register } = fakeRegister({ [call]: [registration('a'), registration('b')] });
    let running = 0;
    let most = 0;
    const ofA: string[] = [];
    const { send } = fakeSender(async ({ inviteId, name }) => {
      running += 1;
      most = Math.max(most, running);
      if (inviteId === 'a') ofA.push(`begin ${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (inviteId === 'a') ofA.push(`end ${name}`);
      running -= 1;
      return 'stored';
    });
    await routeSignals([roster('anna'), completed('a'), ended], { register, send, tenantId });
    expect(ofA).toEqual(
      ['rosterUpdated', 'operationCompleted', 'callTerminated'].flatMap((name) => [
        `begin ${name}`,
        `end ${name}`,
      ]),
    );
    expect(most).toBe(2);
  });

  it('of a hundred invites has at most 20 calls under way', async () => {
    let running = 0;
    let most = 0;
    const { send, sent } = fakeSender(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 'stored';
    });
    const items = Array.from({ length: 100 }, (_, index) => completed(`invite-${index}`));
    await routeSignals(items, { register: noRegister, send, tenantId });
    expect(sent).toHaveLength(100);
    expect(most).toBe(20);
  });

  it('fails when one signal cannot be stored, after the others are', async () => {
    const { send, sent } = fakeSender(({ inviteId }) =>
      inviteId === 'a' ? Promise.reject(new UnavailableError('down')) : Promise.resolve('stored'),
    );
    const items = [completed('a'), completed('b'), failed('a')];
    await expect(routeSignals(items, { register: noRegister, send, tenantId })).rejects.toThrow(
      UnavailableError,
    );
    expect(sent.map(({ inviteId, name }) => `${inviteId} ${name}`)).toEqual([
      'a operationCompleted',
      'b operationCompleted',
    ]);
  });

  it('stores the ends of operations although a call cannot be looked up, and fails', async () => {
    const register: CallRegisterReader = {
      lookUp: () => Promise.reject(new UnavailableError('down')),
    };
    const { send, sent } = fakeSender();
    await expect(
      routeSignals([roster('anna'), completed('a')], { register, send, tenantId }),
    ).rejects.toThrow(UnavailableError);
    expect(sent.map(({ name }) => name)).toEqual(['operationCompleted']);
  });
});
