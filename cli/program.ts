import { Command } from 'commander';
import { packageVersion } from '../runtime/package-version.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addEncryptionCommands } from './encryption-commands.ts';
import { exitCodesHelp } from './exit-codes.ts';
import { addInviteCommands } from './invite-commands.ts';
import type { Io } from './io.ts';
import { addNamespaceCommands } from './namespace-commands.ts';

const environmentHelp = `
Environment:
  TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE
                     where Temporal is, as for Temporal's own tools (default localhost:7233)
  INVITE_TASK_QUEUE  of the workers (default graph-invites)
  TEMPORAL_UI_URL    adds links to Temporal's UI
  PAYLOAD_ENCRYPTION_KEYS_FILE
                     where the workers encrypt: the same file; an invite that is started without it is refused by
                     them, and its id is used up`;

const examplesHelp = `
Examples:
  graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --phone +15550100123 --invite-id ticket-4711 --wait
  graph-invite explain ticket-4711
  graph-invite list --running`;

export function createProgram(io: Io): Command {
  const program = new Command('graph-invite')
    .description('Durable Microsoft Graph call invites, one Temporal workflow each.')
    .version(packageVersion())
    .addHelpText('after', `${environmentHelp}\n${examplesHelp}\n${exitCodesHelp}`)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();
  addInviteCommands(program, io);
  addNamespaceCommands(program, io);
  addEncryptionCommands(program, io);
  addCompletionCommand(program, io);
  return program;
}
