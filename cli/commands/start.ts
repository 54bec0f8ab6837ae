import {
  checkStartRequest,
  type CheckedStart,
  type InviteHandle,
  type InviteResult,
} from '../../client/index.ts';
import type { JsonObject } from '../../contracts/json-values.ts';
import { describeError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { resultWithProgress, untilInterrupted } from '../progress.ts';
import { withSession } from '../session.ts';
import { namingFlags, requestFrom, type StartFlags } from '../start-flags.ts';
import { resultLine } from '../status-line.ts';

export type StartCommandFlags = StartFlags & { readonly wait?: boolean; readonly json?: boolean };

/** Starts an invite, or attaches to it, and with --wait waits for how it ends. */
export async function start(flags: StartCommandFlags, io: Io): Promise<void> {
  const { inviteId, request } = checked(await requestFrom(flags, io), flags);
  await withSession(io, async ({ invites, link }) => {
    const invite = await invites.start({ inviteId, ...request });
    const started = startedOf(invite, link(invite.workflowId));
    if (flags.json) await printJson(started, invite, flags, io);
    else await printLines(started, invite, flags, io);
  });
}

function checked(value: JsonObject, { input }: StartCommandFlags): CheckedStart {
  try {
    return checkStartRequest(value);
  } catch (error) {
    throw input === undefined ? namingFlags(error) : error;
  }
}

interface Started {
  readonly inviteId: string;
  readonly workflowId: string;
  readonly runId: string | null;
  /** The invite had been started before. */
  readonly attached: boolean;
  readonly url: string | null;
}

function startedOf({ inviteId, workflowId, runId }: InviteHandle, url: string | null): Started {
  return { inviteId, workflowId, runId: runId ?? null, attached: runId === undefined, url };
}

/** One document, also when the wait ends with an error, which then decides the exit code too. */
async function printJson(
  started: Started,
  invite: InviteHandle,
  { wait }: StartCommandFlags,
  io: Io,
): Promise<void> {
  const print = (more: object) => {
    io.out(`${JSON.stringify({ ...started, ...more })}\n`);
  };
  if (!wait) {
    print({});
    return;
  }
  let result: InviteResult;
  try {
    result = await untilInterrupted(invite, io, (signal) => invite.result({ signal }));
  } catch (error) {
    print({ error: describeError(error) });
    throw new AlreadyPrintedError(error);
  }
  print({ result });
}

async function printLines(
  { inviteId, attached, url }: Started,
  invite: InviteHandle,
  { wait }: StartCommandFlags,
  io: Io,
): Promise<void> {
  io.out(`${attached ? 'Attached to' : 'Started'} invite ${inviteId}\n`);
  if (url !== null) io.out(`${url}\n`);
  if (wait) io.out(`${resultLine(await resultWithProgress(invite, io))}\n`);
  else io.out(`Follow it with: graph-invite watch ${inviteId}\n`);
}

/** Its cause stands in the command's document already. */
export class AlreadyPrintedError extends Error {
  override readonly name = 'AlreadyPrintedError';

  constructor(cause: unknown) {
    super('already printed', { cause });
  }
}
