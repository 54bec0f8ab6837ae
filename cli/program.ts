import { Command } from 'commander';
import { packageVersion } from '../runtime/package-version.ts';
import { cancel } from './commands/cancel.ts';
import { list, type ListFlags } from './commands/list.ts';
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
  TEMPORAL_UI_URL    adds links to Temporal's UI`;

export function createProgram(io: Io): Command {
  const program = new Command('graph-invite')
    .description('Durable Microsoft Graph call invites, one Temporal workflow each.')
    .version(packageVersion())
    .addHelpText('after', `${environmentHelp}\n${exitCodesHelp}`)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();
  addInviteCommands(program, io);
  addNamespaceCommands(program, io);
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

const startHelp = `
Examples:
  graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --user b04e7d19-6c33-4f58-9a02-71ce8d5f2a60 --wait
  graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --phone +15550100123 --invite-id ticket-4711
  graph-invite start --input request.json --json`;

function command(program: Command, name: string, description: string, help = ''): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print JSON on stdout')
    .addHelpText('after', help);
}
