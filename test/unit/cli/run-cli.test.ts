import { describe, expect, it } from 'vitest';
import {
  InvalidInviteRequestError,
  InviteCanceledError,
  InviteConflictError,
  InviteEndedError,
  InviteFailedError,
  InviteNotFoundError,
  InviteStatusUnavailableError,
  TemporalRefusedError,
  TemporalUnavailableError,
} from '../../../client/index.ts';
import { queryOf } from '../../../cli/commands/list.ts';
import { describeError, exitCodeOf, exitCodesHelp, explainError } from '../../../cli/exit-codes.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { ioWith } from './io.ts';

async function run(args: string, options: Parameters<typeof ioWith>[0] = {}) {
  const { io, written } = ioWith(options);
  const status = await runCli(args.split(' '), io);
  return { status, ...written };
}

const nobody = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

describe('graph-invite', () => {
  it('explains itself, exit codes and environment included', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    for (const name of [
      'start',
      'status',
      'watch',
      'cancel',
      'explain',
      'list',
      'setup',
      'schema',
    ]) {
      expect(out).toContain(name);
    }
    expect(out).toContain(exitCodesHelp.trim());
    expect(out).toContain('TEMPORAL_ADDRESS');
  });

  it.each(['nope', 'status', 'start --nope', 'schema nope', 'list --limit 0'])(
    'refuses %s as wrong usage',
    async (args) => {
      const { status, out, err } = await run(args);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).not.toBe('');
    },
  );

  it('prints wrong usage as JSON too where JSON was asked for', async () => {
    const { status, out } = await run('list --json --frobnicate');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { code: 'usage', message: "unknown option '--frobnicate'" },
    });
  });

  it('lists every problem of a request before it connects', async () => {
    const { status, err } = await run('start --call a/b --phone 1', { env: nobody });
    expect(status).toBe(2);
    expect(err.split('\n')).toEqual([
      'The invite request is not valid:',
      expect.stringMatching(/^ {2}- callId: /),
      expect.stringMatching(/^ {2}- participants\[0\]\.identity\.phone\.id: /),
      '',
    ]);
  });

  it('prints one JSON document, also for an error', async () => {
    const { status, out, err } = await run('start --call a/b --json');
    expect({ status, err }).toEqual({ status: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'invalidInviteRequest', problems: [expect.any(String), expect.any(String)] },
    });
  });

  it('names the address and the fix when Temporal cannot be reached', async () => {
    const { status, err } = await run('status i1', { env: nobody });
    expect(status).toBe(6);
    expect(err).toMatch(/Temporal at 127\.0\.0\.1:1: start it with `npm start`/);
  }, 15_000);

  it('prints the JSON Schemas, all or one', async () => {
    expect(Object.keys(JSON.parse((await run('schema')).out) as object)).toEqual([
      'invite-request',
      'invite-result',
      'invite-failure-details',
    ]);
    expect(JSON.parse((await run('schema invite-result')).out)).toMatchObject({
      title: 'InviteResult',
    });
  });
});

describe('errors at the command line', () => {
  const details = { outcome: 'InviteBusy', joined: false, retryAdvice: 'later' } as const;
  const failed = new InviteFailedError('i1', details);

  it.each<[Error, number]>([
    [failed, 1],
    [new InviteEndedError('i1', 'terminated'), 1],
    [new InvalidInviteRequestError(['callId: x']), 2],
    [new TemporalRefusedError('list', undefined), 2],
    [new InviteCanceledError('i1', true), 3],
    [new InviteNotFoundError('i1'), 4],
    [new InviteConflictError('i1', ['callId']), 5],
    [new TemporalUnavailableError('start', 'i1'), 6],
    [new InviteStatusUnavailableError('i1'), 7],
    [new TypeError('bug'), 70],
  ])('%s ends with status %i', (error, status) => {
    expect(exitCodeOf(error)).toBe(status);
  });

  it('say whether it pays to try again', () => {
    expect(explainError(failed)).toBe(
      'Invite i1 ended with InviteBusy. It may succeed later, as a new invite.',
    );
    expect(describeError(failed)).toMatchObject({
      type: 'InviteBusy',
      retryAdvice: 'later',
      details,
    });
  });
});

describe('the query of list', () => {
  it('joins what was asked for', () => {
    expect(queryOf({})).toBeUndefined();
    expect(queryOf({ call: 'c1', outcome: 'joined', running: true, query: 'A = 1 OR B = 2' })).toBe(
      "GraphCallId = 'c1' AND GraphInviteOutcome = 'joined' AND ExecutionStatus = 'Running' AND (A = 1 OR B = 2)",
    );
  });

  it('lets nothing through that could leave the quotes', () => {
    expect(() => queryOf({ call: "x' OR '1'='1" })).toThrow();
    expect(() => queryOf({ outcome: "x'" })).toThrow();
  });
});
