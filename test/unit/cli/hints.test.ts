import { describe, expect, it } from 'vitest';
import { InvalidInviteRequestError } from '../../../client/index.ts';
import { inviteIdArgument } from '../../../cli/invite-id-argument.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { namingFlags } from '../../../cli/start-flags.ts';
import { ioWith } from './io.ts';

async function errorOf(args: string, given: Parameters<typeof ioWith>[0] = {}): Promise<string> {
  const { io, written } = ioWith(given);
  expect(await runCli(args.split(' '), io)).toBe(2);
  return written.err;
}

describe('a mistyped command line', () => {
  it.each([
    ['statsu i1', /Did you mean status\?/],
    ['start --wiat', /Did you mean --wait\?/],
    ['i1 status --json', /The command comes first: graph-invite status i1 --json/],
    ['--json list', /Options come after the command: graph-invite list --json/],
    ['status i1 --wait', /--wait is an option of start\./],
    ['start ticket-1', /--invite-id for the id/],
    ['list call-1', /list takes flags only/],
    ['watch', /Ids of invites: graph-invite list/],
    ['list --outcome joinde', /Allowed choices are joined, canceled/],
    ['completion', /missing required argument 'shell'/],
  ])('%s is told what was meant', async (args, hint) => {
    if (args.includes('--json')) {
      const { io, written } = ioWith();
      expect(await runCli(args.split(' '), io)).toBe(2);
      expect((JSON.parse(written.out) as { error: { hint: string } }).error.hint).toMatch(hint);
    } else {
      expect(await errorOf(args)).toMatch(hint);
    }
  });

  it('with an option that no command has gets no hint of ours', async () => {
    expect(await errorOf('list --frobnicate')).toBe("error: unknown option '--frobnicate'\n");
  });
});

describe('the id of an invite', () => {
  it('may be typed as the workflow id that the UI shows', () => {
    expect(inviteIdArgument('invite/ticket-1')).toBe('ticket-1');
    expect(inviteIdArgument('ticket-1')).toBe('ticket-1');
  });

  it('that can be none is refused before Temporal is asked', async () => {
    expect(await errorOf('status a/b')).toMatch(/^An invite id is 1 to 200/);
  });
});

describe('a request that cannot be used', () => {
  it('names the flag that mends it', async () => {
    const err = await errorOf(
      'start --call a/b --phone 1 --replaces x/ --operation-ms soon --invite-id a/b',
    );
    for (const flag of ['call', 'phone', 'replaces', 'operation-ms', 'invite-id']) {
      expect(err).toMatch(new RegExp(` Flag: --${flag}\n`));
    }
    expect(await errorOf('start --call c1')).toMatch(/Flag: --user, --phone or another kind\n/);
  });

  it('from a file names members only', async () => {
    const err = await errorOf('start --input -', { stdin: '{"callId":"a/b","participants":[]}' });
    expect(err).toMatch(/- callId: /);
    expect(err).not.toContain('Flag:');
  });

  it('leaves problems without a flag, and other errors, as they are', () => {
    const error = new InvalidInviteRequestError(['nope: There is no such member.']);
    expect(namingFlags(error)).toMatchObject({ problems: ['nope: There is no such member.'] });
    const other = new Error('other');
    expect(namingFlags(other)).toBe(other);
  });

  it.each([
    ['', /The input is empty\..*graph-invite schema invite-request/],
    ['{"callId":\n  "c1" "x"}', /not valid JSON, at line 2, column 8\./],
    ['[]', /must be one JSON object/],
  ])('on stdin says where it is wrong: %j', async (stdin, text) => {
    expect(await errorOf('start --input -', { stdin })).toMatch(text);
  });

  it('never repeats what was typed, which may be a number', async () => {
    expect(await errorOf('start --input -', { stdin: '{"id": +15550100123}' })).not.toContain(
      '555',
    );
  });

  it('typed at a terminal is asked for', async () => {
    const err = await errorOf('start --input -', { stdin: '{}', stdinTerminal: true });
    expect(err).toMatch(/^Reading the request as JSON from here; Ctrl-D ends it\./);
  });
});
