import { Command } from 'commander';
import { packageVersion } from '../runtime/package-version.ts';
import { cancel } from './commands/cancel.ts';
import { codecServer, type CodecServerFlags } from './commands/codec-server.ts';
import { list, type ListFlags } from './commands/list.ts';
import { newKey } from './commands/new-key.ts';
import { schema } from './commands/schema.ts';
import { setup } from './commands/setup.ts';
import { start, type StartCommandFlags } from './commands/start.ts';
import { status } from './commands/status.ts';
import { watch } from './commands/watch.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { Io } from './io.ts';
import { addStartFlags } from './start-flags.ts';

interface JsonFlag {
  readonly json?: boolean;
}

const environmentHelp = `
Environment:
  TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE
                     where Temporal is, as for Temporal's own tools (default localhost:7233)
  INVITE_TASK_QUEUE  of the workers (default graph-invites)
  TEMPORAL_UI_URL    adds links to Temporal's UI
  PAYLOAD_ENCRYPTION_KEYS_FILE
                     where the workers encrypt: the same file; an invite that is started without it is refused by
                     them, and its id is used up`;

export function createProgram(io: Io): Command {
  const program = new Command('graph-invite')
    .description('Durable Microsoft Graph call invites, one Temporal workflow each.')
    .version(packageVersion())
    .addHelpText('after', `${environmentHelp}\n${exitCodesHelp}`)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();
  addInviteCommands(program, io);
  addNamespaceCommands(program, io);
  addEncryptionCommands(program, io);
  return program;
}

function addInviteCommands(program: Command, io: Io): void {
  addStartFlags(command(program, 'start', 'invite people into a live call', startHelp))
    .option('--wait', 'wait for the result, with progress on stderr')
    .action((flags: StartCommandFlags) => start(flags, io));
  command(program, 'status', 'where an invite stands')
    .argument('<inviteId>')
    .action((inviteId: string, flags: JsonFlag) => status(inviteId, flags, io));
  command(program, 'watch', 'follow an invite to its end, one line for each change')
    .argument('<inviteId>')
    .action((inviteId: string, flags: JsonFlag) => watch(inviteId, flags, io));
  command(program, 'cancel', 'take an invite back, while nobody has answered')
    .argument('<inviteId>')
    .action((inviteId: string, flags: JsonFlag) => cancel(inviteId, flags, io));
}

function addNamespaceCommands(program: Command, io: Io): void {
  command(program, 'list', 'invites: the running ones, then those that ended last')
    .option('--call <id>', 'of this call')
    .option('--outcome <outcome>', 'joined, canceled, canceledUnconfirmed or a failure type')
    .option('--running', 'only those that have not ended')
    .option('--query <query>', 'a Temporal visibility query')
    .option('--limit <count>', 'at most this many', '50')
    .action((flags: ListFlags) => list(flags, io));
  command(program, 'setup', 'register the search attributes in the namespace').action(
    (flags: JsonFlag) => setup(flags, io),
  );
  program
    .command('schema', { hidden: true })
    .description('print the JSON Schemas of the contract')
    .argument('[name]')
    .option('--json', 'is always so')
    .action((name: string | undefined) => {
      schema(name, io);
    });
}

function addEncryptionCommands(program: Command, io: Io): void {
  program
    .command('new-key')
    .description('print a file with a new key, for PAYLOAD_ENCRYPTION_KEYS_FILE')
    .option('--id <id>', 'of the key; default: the month and four letters of its own')
    .option('--json', 'is always so')
    .addHelpText('after', newKeyHelp)
    .action((flags: { readonly id?: string }) => {
      newKey(flags, io);
    });
  program
    .command('codec-server')
    .description("show encrypted payloads in clear in Temporal's UI and CLI")
    .option('--host <host>', 'to listen on', '127.0.0.1')
    .option('--port <port>', 'to listen on; 0 takes any free one', '8888')
    .option('--ui-origin <origin>', 'a UI that may ask; may be repeated', append)
    .addHelpText('after', codecServerHelp)
    .action((flags: CodecServerFlags) => codecServer(flags, io));
}

const startHelp = `
Examples:
  graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --user b04e7d19-6c33-4f58-9a02-71ce8d5f2a60 --wait
  graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --phone +15550100123 --invite-id ticket-4711
  graph-invite start --input request.json --json`;

const newKeyHelp = `
Examples:
  (umask 077; graph-invite new-key > keys.json)
  graph-invite new-key --id 2026-12   # then move its key into the file in use, beside the older ones`;

const codecServerHelp = `
Answers POST /decode of Temporal's codec protocol until SIGTERM or Ctrl-C. There is no /encode: a payload is
bound to its workflow, and whoever asks a codec server to encrypt names no workflow.

Environment:
  PAYLOAD_ENCRYPTION_KEYS_FILE   the keys; required
  CODEC_SERVER_ISSUER, CODEC_SERVER_AUDIENCE, CODEC_SERVER_JWKS_URL
                     with all three every request needs a bearer token of this issuer for this audience, signed
                     (RS256 or ES256) with a key of that https address; required unless --host is loopback
  ALLOW_INSECURE_LOOPBACK        true allows signing keys from this machine

Examples:
  graph-invite codec-server --ui-origin http://127.0.0.1:8233
  temporal server start-dev --ui-codec-endpoint http://127.0.0.1:8888
  temporal workflow show --workflow-id invite/i1 --codec-endpoint http://127.0.0.1:8888`;

function append(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

function command(program: Command, name: string, description: string, help = ''): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print JSON on stdout')
    .addHelpText('after', help);
}
