import { describe, expect, it, vi } from 'vitest';
import {
  InviteFailedError,
  InviteStatusUnavailableError,
  type InviteHandle,
  type InviteResult,
  type InviteStatus,
} from '../../../client/index.ts';
import { endQuietlyOnClosedPipe } from '../../../cli/closed-pipe.ts';
import { describeError, exitCodeOf, InterruptedError } from '../../../cli/exit-codes.ts';
import { liveLine, resultWithProgress, watchToEnd } from '../../../cli/progress.ts';
import { ioWith } from './io.ts';

const result: InviteResult = {
  outcome: 'joined',
  scenario: 'add',
  callId: 'c1',
  inviteId: 'i1',
  operationId: null,
  participants: [{ identity: { user: { id: 'u1' } }, participantId: null, rosterConfirmed: true }],
  confirmedBy: { completion: 'notification', roster: 'notification', teardown: 'notRequired' },
  postedAt: '2026-11-01T10:00:00Z',
  completedAt: '2026-11-01T10:00:01Z',
  joinedAt: '2026-11-01T10:00:02Z',
};
const waiting: InviteStatus = { phase: 'awaitingOutcome' };
const done: InviteStatus = { phase: 'done', outcome: 'joined' };

interface Scripted {
  readonly statuses?: readonly InviteStatus[];
  readonly unanswered?: boolean;
  /** Default: joined. `never`: until it is aborted. */
  readonly end?: Error | 'never';
}

/** An invite that says these and ends so, without a Temporal. */
function inviteThat({ statuses = [waiting, done], unanswered, end }: Scripted): InviteHandle {
  const aborted = (signal?: AbortSignal) =>
    new Promise<never>((_, reject) => {
      if (signal?.aborted) reject(signal.reason as Error);
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  return {
    inviteId: 'i1',
    workflowId: 'invite/i1',
    status: () => Promise.resolve(done),
    cancel: () => Promise.resolve(),
    result: (options) => {
      if (end === 'never') return aborted(options?.signal);
      return end ? Promise.reject(end) : Promise.resolve(result);
    },
    async *watch(options) {
      for (const status of statuses) yield status;
      if (unanswered) throw new InviteStatusUnavailableError('i1');
      if (end === 'never') await aborted(options?.signal);
    },
  };
}

const failed = new InviteFailedError('i1', {
  outcome: 'InviteDeclined',
  joined: false,
  retryAdvice: 'never',
});
const noHistory = (error: unknown) => Promise.reject(error instanceof Error ? error : failed);

describe('watching', () => {
  it('writes one line for each change into a pipe', async () => {
    const { io, written } = ioWith();
    const invite = inviteThat({});
    await watchToEnd({ invite, io, json: false, fromHistory: noHistory });
    expect(written.out).toMatch(/^\d\d:\d\d:\d\d awaitingOutcome\n\d\d:\d\d:\d\d done, joined\n$/);
    expect(written.err).toBe('');
  });

  it('rewrites one line on a terminal, and leaves the last one', async () => {
    const { io, written } = ioWith({ outTerminal: true });
    const invite = inviteThat({});
    await watchToEnd({ invite, io, json: false, fromHistory: noHistory });
    const drawn = written.out.split('\r\u001b[2K');
    expect(drawn[1]).toMatch(/^\[0\.\d s\] awaitingOutcome$/);
    expect(drawn.at(-1)).toMatch(/^\d\d:\d\d:\d\d done, joined\n$/);
    expect(written.out.split('\n')).toHaveLength(2);
  });

  it('writes JSON lines on a terminal too, where JSON was asked for', async () => {
    const { io, written } = ioWith({ outTerminal: true });
    await watchToEnd({ invite: inviteThat({}), io, json: true, fromHistory: noHistory });
    expect(written.out).toBe(`${JSON.stringify(waiting)}\n${JSON.stringify(done)}\n`);
  });

  it('ends as the invite does', async () => {
    const { io } = ioWith();
    const invite = inviteThat({ end: failed });
    await expect(watchToEnd({ invite, io, json: false, fromHistory: noHistory })).rejects.toBe(
      failed,
    );
  });

  it('is told by the history where no worker answers', async () => {
    const { io, written } = ioWith();
    const invite = inviteThat({ statuses: [], unanswered: true });
    const fromHistory = () => Promise.resolve(done);
    await watchToEnd({ invite, io, json: true, fromHistory });
    expect(written.out).toBe(`${JSON.stringify(done)}\n`);
    await expect(
      watchToEnd({ invite, io, json: true, fromHistory: noHistory }),
    ).rejects.toBeInstanceOf(InviteStatusUnavailableError);
  });

  it('ends at Ctrl-C with 130, and says that the invite goes on', async () => {
    const { io, interrupt } = ioWith();
    const invite = inviteThat({ statuses: [waiting], end: 'never' });
    const watched = watchToEnd({ invite, io, json: false, fromHistory: noHistory });
    interrupt();
    const error = await watched.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(exitCodeOf(error)).toBe(130);
    expect(describeError(error)).toMatchObject({
      code: 'interrupted',
      message: expect.stringMatching(
        /^Stopped waiting\. Invite i1 goes on.*watch i1\n.*cancel i1$/,
      ) as string,
    });
    expect(interrupt()).toBe(0);
  });
});

describe('waiting for a result', () => {
  it('shows progress on stderr only', async () => {
    const { io, written } = ioWith();
    expect(await resultWithProgress(inviteThat({}), io)).toBe(result);
    expect(written).toEqual({ out: '', err: expect.stringMatching(/awaitingOutcome\n/) as string });
  });

  it('clears its line of a terminal', async () => {
    const { io, written } = ioWith({ terminal: true });
    await resultWithProgress(inviteThat({}), io);
    expect(written.err.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('does not mind that no worker answers for the status', async () => {
    const { io } = ioWith();
    const invite = inviteThat({ statuses: [], unanswered: true });
    expect(await resultWithProgress(invite, io)).toBe(result);
  });

  it('ends at Ctrl-C', async () => {
    const { io, interrupt } = ioWith();
    const waited = resultWithProgress(inviteThat({ end: 'never' }), io);
    interrupt();
    await expect(waited).rejects.toBeInstanceOf(InterruptedError);
  });
});

describe('the line of now', () => {
  it('counts what has passed and what is left', () => {
    const status: InviteStatus = {
      phase: 'awaitingRoster',
      waitingUntil: new Date(Date.now() + 16_500).toISOString(),
    };
    expect(liveLine(status, 1_234, 80)).toMatch(
      /^\[1\.2 s\] awaitingRoster, until \d\d:\d\d:\d\d \(17 s left\)$/,
    );
    const late = { ...status, waitingUntil: '2026-01-01T10:00:00Z' };
    expect(liveLine(late, 0, 80)).toMatch(/\(over\)$/);
    expect(liveLine(undefined, 0, 80)).toBe('[0.0 s] asking a worker');
  });

  it('stays on one row of the terminal', () => {
    expect(liveLine(waiting, 0, 12)).toHaveLength(11);
  });
});

describe('a reader that stops reading', () => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

  function streams() {
    const listeners: Record<string, (error: Error) => void> = {};
    const on = (name: string) => (_event: string, listener: (error: Error) => void) => {
      listeners[name] = listener;
    };
    const exit = vi.fn(() => {
      throw new Error('exited');
    });
    const parts = { stdout: { on: on('stdout') }, stderr: { on: on('stderr') }, exit };
    endQuietlyOnClosedPipe(parts as unknown as NodeJS.Process);
    return { listeners, exit };
  }

  it('ends the command quietly with 0', () => {
    const { listeners, exit } = streams();
    expect(() => listeners['stdout']?.(broken)).toThrow('exited');
    expect(exit).toHaveBeenCalledWith(0);
    expect(() => listeners['stderr']?.(broken)).not.toThrow();
  });

  it('is told apart from a full disk', () => {
    const { listeners } = streams();
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(() => listeners['stdout']?.(full)).toThrow(full);
    expect(() => listeners['stderr']?.(full)).toThrow(full);
  });
});
