import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry, Oddity, Variant } from '../../../simulator/index.ts';
import { ada, eventually, invite, inviting, kindOf, startStage, type Stage } from './receiver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(async () => {
  await stage.close();
});

type ControlBody = {
  readonly callId: string;
  readonly keyId: string;
  readonly token: string;
  readonly entries: readonly LedgerEntry[];
  readonly oddities: Readonly<Record<Oddity, string>>;
  readonly variants: Readonly<Record<Variant, readonly Oddity[]>>;
  readonly error: { readonly message: string };
};

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${stage.simulator.url}/control${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text || 'null') as ControlBody };
}

const newCall = async (more: object = {}): Promise<string> => {
  const call = { kind: 'group', callbackUri: stage.receiver.url, ...more };
  const answer = await control('POST', '/calls', call);
  expect(answer.status).toBe(201);
  return answer.body.callId;
};

describe('the control API', () => {
  test('makes a call with people, runs a script by clientContext, ends the call', async () => {
    const callId = await newCall({
      participants: [{ identity: { user: { id: ada } }, participantId: 'p-1' }],
      announce: true,
    });
    const script = { clientContext: 'k-1', answer: { kind: 'decline', afterMs: 1 } };
    expect((await control('POST', '/scripts', script)).status).toBe(204);
    await invite(stage.simulator, callId, inviting('k-1', [ada]));
    const items = () => stage.receiver.items().filter((item) => item.resource?.includes(callId));
    await eventually(() => items().length === 3);
    expect(items().map(kindOf)).toEqual(['call updated established', 'roster', 'operation failed']);
    expect((await control('DELETE', `/calls/${callId}`)).status).toBe(204);
    await eventually(() => items().length === 5);
  });

  test('sends a roster with people left out or in the lobby', async () => {
    const callId = await newCall({ participants: [{ identity: { user: { id: ada } } }] });
    const rosters = () => stage.receiver.items().filter((item) => item.resource?.includes(callId));
    await control('POST', `/calls/${callId}/roster`, { without: [ada] });
    await control('POST', `/calls/${callId}/roster`, { inLobby: [ada.toUpperCase()] });
    await control('POST', `/calls/${callId}/roster`);
    await eventually(() => rosters().length === 3);
    expect(rosters().map((item) => item.resourceData.length)).toEqual([1, 2, 2]);
    expect(rosters().map((item) => item.resourceData[1]?.isInLobby)).toEqual([
      undefined,
      true,
      false,
    ]);
  });

  test('gives the ledger, also from a number on', async () => {
    const callId = await newCall();
    const all = (await control('GET', '/ledger')).body.entries;
    expect(all.at(-1)).toMatchObject({ type: 'callCreated', callId });
    const last = all.at(-1)?.seq ?? 0;
    expect((await control('GET', `/ledger?after=${last - 1}`)).body.entries).toHaveLength(1);
    const unusable = await control('GET', '/ledger?after=yesterday');
    expect(unusable).toMatchObject({
      status: 400,
      body: { error: { message: 'after must be a whole number' } },
    });
  });

  test('replaces the faults of the simulator, and leaves those of a call', async () => {
    const own = await newCall({ faults: {} });
    const other = await newCall();
    const put = await control('PUT', '/faults', { posts: { unauthorized: 1 } });
    expect(put.status).toBe(204);
    const statuses = [];
    for (const callId of [own, other]) {
      statuses.push((await invite(stage.simulator, callId, inviting('put-1', [ada]))).status);
    }
    expect(statuses).toEqual([200, 401]);
    expect((await control('PUT', '/faults', { posts: { unauthorized: 9 } })).status).toBe(400);
    await control('PUT', '/faults', {});
    const after = await invite(stage.simulator, other, inviting('put-2', [ada]));
    expect(after.status).toBe(200);
  });

  test('rotates keys and mints tokens', async () => {
    const { body } = await control('POST', '/keys/rotate', { keepOld: false });
    expect(body.keyId).toBeTruthy();
    const minted = await control('POST', '/tokens', { claims: { aud: 'x' } });
    expect(decodeJwt(minted.body.token).aud).toBe('x');
  });

  test('lists the oddities and variants', async () => {
    const { body } = await control('GET', '/oddities');
    expect(body.oddities.operationIdNull).toMatch(/^6: /);
    expect(body.variants['2019']).toContain('typesWithoutHash');
  });

  test('refuses an id that is taken and a call it does not know', async () => {
    const callId = await newCall({ callId: 'FB19FB19000000000000000000000W1' });
    const again = { kind: 'group', callbackUri: stage.receiver.url, callId: callId.toLowerCase() };
    expect((await control('POST', '/calls', again)).body.error.message).toContain('is taken');
    expect((await control('DELETE', '/calls/none')).status).toBe(404);
    expect((await control('POST', '/calls/none/roster')).status).toBe(404);
  });
});

describe('bad control input is answered 400 with the reason', () => {
  const call = { kind: 'group', callbackUri: 'http://127.0.0.1:1/' };
  test.each([
    ['/calls', '{', 'the body is no JSON'],
    ['/calls', [], 'the call must be an object'],
    [
      '/calls',
      { kind: 'trio', callbackUri: 'x' },
      'kind must be one of peerToPeer, group, meeting',
    ],
    ['/calls', { callbackUri: 'x' }, 'kind is missing'],
    ['/calls', { kind: 'group' }, 'callbackUri is missing'],
    [
      '/calls',
      { kind: 'group', callbackUri: 'ftp://x' },
      'callbackUri must be an http or https URL',
    ],
    ['/calls', { ...call, colour: 1 }, 'the call has the unknown member colour'],
    ['/calls', { ...call, participants: [{}] }, 'participants[0].identity is no identity set.'],
    ['/calls', { ...call, oddities: ['nope'] }, 'oddities[0] must be one of'],
    ['/calls', { ...call, variant: '1999' }, 'variant must be one of'],
    [
      '/calls',
      { ...call, faults: { deliveries: { drop: 2 } } },
      'drop must be a number from 0 to 1',
    ],
    [
      '/calls',
      { ...call, faults: { keys: { keySet: 'empty' } } },
      'faults.keys holds for the whole simulator, not for one call',
    ],
    ['/scripts', { inviteeId: 'a', postAnswerAfterMs: -1 }, 'postAnswerAfterMs must be a whole'],
    ['/scripts', { inviteeId: 'a', postFault: 'late' }, 'postFault must be one of cutResponse'],
    ['/scripts', { answer: { kind: 'busy' } }, 'a script needs an inviteeId or a clientContext'],
    [
      '/scripts',
      { inviteeId: 'a', answer: { kind: 'sings' } },
      'kind must be one of answer, decline',
    ],
    ['/scripts', { inviteeId: 'a', answer: {} }, 'answer.kind is missing'],
    [
      '/scripts',
      { inviteeId: 'a', answer: { kind: 'never', afterMs: 1 } },
      'answer never has the unknown member afterMs',
    ],
    [
      '/scripts',
      { inviteeId: 'a', answer: { kind: 'fail', code: 1 } },
      'answer.subcode is missing',
    ],
    [
      '/scripts',
      { inviteeId: 'a', answer: { kind: 'busy', afterMs: 0.5 } },
      'afterMs must be a whole',
    ],
    ['/scripts', { inviteeId: '' }, 'inviteeId must be a non-empty string'],
    ['/scripts', { inviteeId: 'a', lost: 'roster' }, 'lost must be a list'],
    ['/scripts', { inviteeId: 'a', oneByOne: 'yes' }, 'oneByOne must be true or false'],
    ['/keys/rotate', { keep: true }, 'the rotation has the unknown member keep'],
    ['/tokens', { claims: 7 }, 'claims must be an object'],
  ])('%s %j', async (path, body, message) => {
    const answer = await control('POST', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(message);
  });
});
