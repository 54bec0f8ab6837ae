import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Oddity } from '../../../simulator/index.ts';
import {
  ada,
  appId,
  bob,
  entriesOf,
  eventually,
  invite,
  inviting,
  phone,
  startStage,
  type Stage,
} from './receiver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(async () => {
  await stage.close();
});

const bot = { person: `application:${appId}`, inLobby: false };
const attempts = (callId: string) => entriesOf(stage.simulator, callId, 'deliveryAttempted');
const newCall = (oddities: readonly Oddity[] = []) => {
  const participants = [{ identity: { user: { id: bob } } }];
  const callbackUri = stage.receiver.url;
  return stage.simulator.createCall({ kind: 'group', callbackUri, participants, oddities }).callId;
};

/** Who the ledger says was shown in the roster after an invite of Ada. */
const shownAfterInvite = async (oddities: readonly Oddity[], more: object = {}) => {
  const callId = newCall(oddities);
  await invite(stage.simulator, callId, inviting(`p-${callId}`, [ada], more));
  await eventually(() => entriesOf(stage.simulator, callId, 'operationEnded')[0]);
  stage.simulator.sendRoster(callId);
  return eventually(() => attempts(callId).find(({ about }) => about.includes('roster'))?.people);
};

const people = (...ids: readonly string[]) => [
  bot,
  ...ids.map((id) => ({ person: `user:${id}`, inLobby: false })),
];

test('a delivery that shows no roster names nobody', async () => {
  const callId = newCall();
  stage.simulator.endCall(callId);
  await eventually(() => attempts(callId).length === 2);
  for (const entry of attempts(callId)) expect(entry).not.toHaveProperty('people');
});

test('a roster names everybody in it, telephones as hashes', async () => {
  expect(await shownAfterInvite([])).toEqual(people(bob, ada));
  const callId = newCall();
  const participants = [{ identity: { phone: { id: phone } } }];
  await invite(stage.simulator, callId, { participants, clientContext: 'p-phone' });
  const shown = await eventually(() => attempts(callId).find((one) => one.about === 'roster'));
  const [joined] = entriesOf(stage.simulator, callId, 'personJoined');
  expect(shown.people?.at(-1)).toEqual({ person: joined?.person, inLobby: false });
  expect(joined?.person).toMatch(/^phone:sha256:/);
});

test('somebody in the lobby is named as such, somebody hidden is not named', async () => {
  const callId = newCall();
  stage.simulator.script({ clientContext: 'p-lobby', answer: { kind: 'lobby' } });
  await invite(stage.simulator, callId, inviting('p-lobby', [ada]));
  const shown = await eventually(() => attempts(callId).find((one) => one.about === 'roster'));
  expect(shown.people?.at(-1)).toEqual({ person: `user:${ada}`, inLobby: true });
  expect(await shownAfterInvite([], { hidden: true })).toEqual(people(bob));
});

test('what is sent in place of the truth is what counts', async () => {
  const callId = newCall();
  stage.simulator.sendRoster(callId, { without: [bob] });
  await eventually(() => attempts(callId).length === 1);
  stage.simulator.sendRoster(callId, { inLobby: [bob] });
  await eventually(() => attempts(callId).length === 2);
  expect(attempts(callId).map((entry) => entry.people)).toEqual([
    [bot],
    [bot, { person: `user:${bob}`, inLobby: true }],
  ]);
});

test('odd rosters name whom they show', async () => {
  expect(await shownAfterInvite(['inviteesOnlyRoster'])).toEqual(people(ada).slice(1));
  expect(await shownAfterInvite(['batch'])).toEqual(people(bob, ada));
  const [, , stranger] = await shownAfterInvite(['rosterShowsStranger']);
  expect(stranger?.person).toMatch(/^user:/);
  expect(stranger?.person).not.toBe(`user:${ada}`);
});

test('a delta names who came or changed', async () => {
  const callId = newCall(['deltaRoster']);
  const rosters = () => attempts(callId).filter((entry) => entry.about === 'roster');
  stage.simulator.sendRoster(callId);
  await eventually(() => rosters().length === 1);
  await invite(stage.simulator, callId, inviting('p-delta', [ada]));
  await eventually(() => rosters().length === 2);
  expect(rosters().map((entry) => entry.people)).toEqual([people(bob), people(ada).slice(1)]);
});
