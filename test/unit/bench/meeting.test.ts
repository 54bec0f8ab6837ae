import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../bench/meeting/options.ts';
import { completionBody, newMeeting, rosterBody } from '../../../bench/meeting/roster.ts';
import { arrivals } from '../../../bench/meeting/schedule.ts';
import { UsageError } from '../../../bench/support/options.ts';
import { randomOf } from '../../../bench/support/random.ts';
import { normaliseId } from '../../../contracts/ids.ts';
import { projectNotification } from '../../../webhooks/project-notification.ts';

const ids = randomOf(1, 'test of the meeting');
const meeting = newMeeting(1_000, randomOf(1, 'meeting'));

/** What the webhooks take by default; bytes. */
const bodyLimit = 1_048_576;

describe('a roster of the meeting', () => {
  test('is read by the webhooks with the invited people among the strangers', () => {
    const personId = ids.guid();
    const projected = projectNotification(JSON.parse(rosterBody(meeting, [personId])));
    expect(projected).toMatchObject({
      kind: 'projected',
      items: [{ kind: 'rosterUpdated', callId: meeting.callId }],
    });
    const [item] = projected.kind === 'projected' ? projected.items : [];
    const people = item?.kind === 'rosterUpdated' ? item.participants : [];
    expect(people).toHaveLength(1_001);
    expect(people.at(-1)).toMatchObject({ key: normaliseId(personId), inLobby: false });
  });

  test('fits into what the webhooks take by default, also the largest that can be asked for', () => {
    const { entries, invites } = readOptions(['--entries', '1300', '--invites', '200']);
    const people = Array.from({ length: invites }, () => ids.guid());
    const body = rosterBody(newMeeting(entries, ids), people);
    expect(Buffer.byteLength(body)).toBeLessThan(bodyLimit);
  });

  test('is the same for the same seed', () => {
    expect(newMeeting(3, randomOf(7, 'a'))).toEqual(newMeeting(3, randomOf(7, 'a')));
  });
});

test('the notification of a completion names the invite', () => {
  const invite = { inviteId: ids.guid(), callId: ids.guid(), personId: ids.guid() };
  expect(projectNotification(JSON.parse(completionBody(invite)))).toMatchObject({
    items: [{ kind: 'operationCompleted', inviteId: invite.inviteId, callId: invite.callId }],
  });
});

describe('people come into the meeting', () => {
  test('one after the other over all rosters', () => {
    expect(arrivals(4, 80)).toEqual([10, 30, 50, 70]);
  });

  test('within a load that has fewer rosters than people', () => {
    expect(arrivals(3, 1)).toEqual([0, 0, 0]);
    expect(arrivals(3, 2)).toEqual([0, 1, 1]);
  });
});

describe('the command line of meeting', () => {
  test('has a default for everything', () => {
    expect(readOptions([])).toEqual({
      parts: ['nobody', 'strangers', 'joining', 'repeated'],
      ...{ seconds: 20, rate: 4, entries: 1_000, invites: 20, seed: 1, write: false },
    });
  });

  test('is refused with what cannot be', () => {
    expect(() => readOptions(['--rate', '0'])).toThrow(UsageError);
    expect(() => readOptions(['--entries', '2000'])).toThrow(UsageError);
    expect(() => readOptions(['--invites', '1.5'])).toThrow(/whole/);
  });
});
