import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { InvalidInviteRequestError } from '../client/index.ts';
import { isObject, type JsonObject } from '../contracts/json-values.ts';
import { deadlineNames, identityKinds, unknownOutcomePolicies } from '../contracts/rules.ts';
import type { IdentityKind } from '../contracts/types.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';

/** As commander hands them over: every text as it was typed. */
export type StartFlags = Partial<Record<IdentityKind, readonly string[]>> &
  Partial<Record<(typeof deadlineNames)[number], string>> & {
    readonly call?: string;
    readonly inviteId?: string;
    readonly input?: string;
    readonly replaces?: string;
    readonly participantId?: string;
    readonly tenant?: string;
    readonly hidden?: boolean;
    readonly removeFromDefaultAudioRoutingGroup?: boolean;
    readonly confirmRoster?: boolean;
    readonly onUnknownOutcome?: string;
  };

export function addStartFlags(command: Command): Command {
  command
    .option('--input <file>', 'the whole request as JSON; - reads stdin')
    .option('--invite-id <id>', 'idempotency key: the same id never invites twice')
    .option('--call <id>', 'the call to invite into');
  for (const kind of identityKinds) {
    command.option(`--${kebab(kind)} <id>`, identityHelp(kind), append);
  }
  command
    .option('--replaces <callId>', 'the peer-to-peer call that the person leaves for this one')
    .option('--participant-id <id>', 'with --replaces, of a move: the id in the source roster')
    .option('--tenant <id>', 'tenant of the call')
    .option('--hidden', 'invite without showing in the roster')
    .option('--remove-from-default-audio-routing-group', 'keep out of the main audio mix')
    .option('--no-confirm-roster', 'do not wait for the person to show in the roster')
    .addOption(
      new Option(
        '--on-unknown-outcome <policy>',
        'when an unclear POST stays unclear; default fail',
      ).choices(unknownOutcomePolicies),
    );
  for (const name of deadlineNames) {
    command.option(`--${kebab(name)} <ms>`, `deadline ${name} in milliseconds`);
  }
  return command;
}

/**
 * The request that flags or a file describe, unchecked: the client knows the rules.
 * @throws UsageError when it cannot even be put together
 */
export async function requestFrom(flags: StartFlags, io: Io): Promise<JsonObject> {
  if (flags.input === undefined) return requestFromFlags(flags);
  const others = Object.entries(flags).filter(
    ([name, value]) => !alsoWithInput.has(name) && !isDefault(name, value),
  );
  if (others.length > 0) {
    const names = others
      .map(([name, value]) => `--${value === false ? 'no-' : ''}${kebab(name)}`)
      .join(', ');
    throw new UsageError(`--input holds the whole request; leave out ${names}.`);
  }
  const request = parseJson(flags.input === '-' ? await typed(io) : await read(flags.input));
  return { ...request, ...(flags.inviteId !== undefined && { inviteId: flags.inviteId }) };
}

/** Says of each problem of a request made from flags which flag mends it. */
export function namingFlags(error: unknown): unknown {
  if (!(error instanceof InvalidInviteRequestError)) return error;
  const named = error.problems.map((problem) => `${problem}${flagFor(problem)}`);
  return new InvalidInviteRequestError(named, { cause: error });
}

function flagFor(problem: string): string {
  const member = /^[\w.[\]]+(?=: )/.exec(problem)?.[0] ?? '';
  const last = member.slice(member.lastIndexOf('.') + 1);
  const kind = identityKinds.find((one) => member.includes(`.identity.${one}`));
  const flag = kind ? `--${kebab(kind)}` : flagByMember[member.includes('[') ? last : member];
  const deadline = deadlineNames.find((name) => name === last);
  const named = deadline ? `--${kebab(deadline)}` : flag;
  return named === undefined ? '' : ` Flag: ${named}`;
}

const flagByMember: Readonly<Record<string, string>> = {
  callId: '--call',
  inviteId: '--invite-id',
  participants: '--user, --phone or another kind',
  replacesCallId: '--replaces',
  participantId: '--participant-id',
  tenantId: '--tenant',
  onUnknownOutcome: '--on-unknown-outcome',
};

function requestFromFlags(flags: StartFlags): JsonObject {
  const deadlines = Object.fromEntries(
    deadlineNames.flatMap((name) => {
      const typed = flags[name];
      return typed === undefined ? [] : [[name, Number(typed)]];
    }),
  );
  return {
    inviteId: flags.inviteId,
    callId: flags.call,
    participants: identityKinds.flatMap((kind) =>
      (flags[kind] ?? []).map((id) => ({
        identity: { [kind]: { id } },
        replacesCallId: flags.replaces,
        participantId: flags.participantId,
        hidden: flags.hidden,
        removeFromDefaultAudioRoutingGroup: flags.removeFromDefaultAudioRoutingGroup,
      })),
    ),
    tenantId: flags.tenant,
    ...(Object.keys(deadlines).length > 0 && { deadlines }),
    onUnknownOutcome: flags.onUnknownOutcome,
    ...(flags.confirmRoster === false && { confirmRoster: false }),
  };
}

const alsoWithInput = new Set(['input', 'inviteId', 'wait', 'json']);

/** commander sets the positive of a `--no-…` flag to true by itself. */
function isDefault(name: string, value: unknown): boolean {
  return name === 'confirmRoster' && value === true;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`The input file ${file} cannot be read.`, { cause });
  }
}

async function typed(io: Io): Promise<string> {
  if (io.stdinTerminal) io.err('Reading the request as JSON from here; Ctrl-D ends it.\n');
  return await io.readStdin();
}

function parseJson(text: string): JsonObject {
  if (text.trim() === '') throw new UsageError(`The input is empty.${schemaHint}`);
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new UsageError(`The input is not valid JSON${placeOf(cause, text)}.${schemaHint}`, {
      cause,
    });
  }
  throw new UsageError(`The input must be one JSON object.${schemaHint}`);
}

const schemaHint = ' What it must hold: graph-invite schema invite-request';

/** Line and column, but no word of the text: it may hold a telephone number. */
function placeOf(cause: unknown, text: string): string {
  const position =
    cause instanceof Error ? /at position (\d+)/.exec(cause.message)?.[1] : undefined;
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `, at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function append(id: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), id];
}

function identityHelp(kind: IdentityKind): string {
  if (kind === 'phone') return 'invite this number, + and digits; may be repeated';
  return kind === 'user'
    ? 'invite this Teams user; may be repeated'
    : `invite this identity of kind ${kind}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
