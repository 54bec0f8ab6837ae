import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { checkStartRequest } from '../../../client/index.ts';
import { UsageError } from '../../../cli/exit-codes.ts';
import { addStartFlags, requestFrom, type StartFlags } from '../../../cli/start-flags.ts';
import { ioWith } from './io.ts';

async function requestOf(args: string, stdin = '') {
  const command = addStartFlags(new Command('start')).exitOverride();
  command.parse(args.split(' '), { from: 'user' });
  return checkStartRequest(await requestFrom(command.opts<StartFlags>(), ioWith({ stdin }).io));
}

describe('flags of start', () => {
  it('make a request of one person, with nothing that was not said', async () => {
    expect(await requestOf('--call c1 --user u1 --invite-id i1')).toStrictEqual({
      inviteId: 'i1',
      request: { callId: 'c1', participants: [{ identity: { user: { id: 'u1' } } }] },
    });
  });

  it('make a request of several people of several kinds', async () => {
    const { request } = await requestOf('--call c1 --phone +15550100 --user u1 --user u2 --hidden');
    expect(request.participants).toEqual([
      { identity: { user: { id: 'u1' } }, hidden: true },
      { identity: { user: { id: 'u2' } }, hidden: true },
      { identity: { phone: { id: '+15550100' } }, hidden: true },
    ]);
  });

  it('make a move with everything on', async () => {
    const args =
      '--call c1 --application-instance a1 --replaces c0 --participant-id p1 --tenant t1 --operation-ms 9000 ' +
      '--ring-ms 5000 --no-confirm-roster --on-unknown-outcome repostOnce --remove-from-default-audio-routing-group';
    expect((await requestOf(args)).request).toEqual({
      callId: 'c1',
      participants: [
        {
          identity: { applicationInstance: { id: 'a1' } },
          replacesCallId: 'c0',
          participantId: 'p1',
          removeFromDefaultAudioRoutingGroup: true,
        },
      ],
      tenantId: 't1',
      deadlines: { operationMs: 9000, ringMs: 5000 },
      onUnknownOutcome: 'repostOnce',
      confirmRoster: false,
    });
  });

  it('leave it to the rules to refuse what was typed', async () => {
    await expect(requestOf('--call c1 --user u1 --ring-ms soon')).rejects.toThrow(
      /deadlines.ringMs/,
    );
    await expect(requestOf('--user u1')).rejects.toThrow(/callId is required/);
    await expect(requestOf('--call c1')).rejects.toThrow(/At least one participant/);
  });
});

describe('--input of start', () => {
  const request = { callId: 'c1', participants: [{ identity: { user: { id: 'u1' } } }] };

  it('reads a file, and stdin for -', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'input-'));
    const file = join(folder, 'request.json');
    await writeFile(file, JSON.stringify({ inviteId: 'i1', ...request }));
    expect(await requestOf(`--input ${file}`)).toEqual({ inviteId: 'i1', request });
    expect((await requestOf(`--input ${file} --invite-id i2`)).inviteId).toBe('i2');
    await rm(folder, { recursive: true });
    expect((await requestOf('--input -', JSON.stringify(request))).request).toEqual(request);
  });

  it('goes with no other part of a request', async () => {
    const both = requestOf('--input - --user u1 --no-confirm-roster', '{}');
    await expect(both).rejects.toThrow(/leave out --no-confirm-roster, --user/);
  });

  it.each(['', '{', '[]', '"x"'])('refuses %j as no JSON object', async (stdin) => {
    await expect(requestOf('--input -', stdin)).rejects.toBeInstanceOf(UsageError);
  });

  it('names a file that cannot be read', async () => {
    await expect(requestOf('--input /nonexistent.json')).rejects.toThrow(/nonexistent\.json/);
  });
});
