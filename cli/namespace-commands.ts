/** The commands about all invites of a namespace, and about the contract. */
import { Argument, Option, type Command } from 'commander';
import { jsonSchemaNames } from '../contracts/schemas/json-schema.ts';
import { addCommand, withTemporal } from './command.ts';
import { doctor, type DoctorFlags } from './commands/doctor.ts';
import { list, outcomes, type ListFlags } from './commands/list.ts';
import { schema } from './commands/schema.ts';
import { setup } from './commands/setup.ts';
import type { Io } from './io.ts';

export function addNamespaceCommands(program: Command, io: Io): void {
  addList(program, io);
  addCommand(program, {
    name: 'setup',
    description: 'register the search attributes in the namespace',
    examples: ['graph-invite setup', 'TEMPORAL_NAMESPACE=calls graph-invite setup'],
    exitCodes: withTemporal,
  }).action((flags: { readonly json?: boolean }) => setup(flags, io));
  addDoctor(program, io);
  addCommand(program, {
    name: 'schema',
    description: 'print the JSON Schemas of the contract',
    json: 'own',
    examples: ['graph-invite schema', 'graph-invite schema invite-request'],
  })
    .addArgument(new Argument('[name]', 'one of them').choices(jsonSchemaNames))
    .option('--json', 'is always so')
    .action((name: string | undefined) => {
      schema(name, io);
    });
}

function addList(program: Command, io: Io): void {
  addCommand(program, {
    name: 'list',
    description: 'invites: the running ones, then those that ended last',
    examples: [
      'graph-invite list --running',
      'graph-invite list --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --outcome joined',
      `graph-invite list --query "StartTime > '2026-11-01T00:00:00Z'" --limit 200`,
      'graph-invite list --outcome InviteOutcomeUnknown --json',
    ],
    exitCodes: withTemporal,
  })
    .option('--call <id>', 'of this call')
    .addOption(new Option('--outcome <outcome>', 'that ended so').choices(outcomes))
    .option('--running', 'only those that have not ended')
    .option('--query <query>', 'a Temporal visibility query')
    .option('--limit <count>', 'at most this many', '50')
    .action((flags: ListFlags) => list(flags, io));
}

function addDoctor(program: Command, io: Io): void {
  addCommand(program, {
    name: 'doctor',
    description: 'check Temporal, Graph, the signing keys and the callback, each with a fix',
    more: `Run it with the environment of the worker and of the webhooks: it checks what it finds settings for, rings
nobody and changes nothing.`,
    examples: [
      'graph-invite doctor',
      'graph-invite doctor --callback https://bot.example.com/notifications',
      'graph-invite doctor --json',
    ],
    exitCodes: ['unhealthy'],
  })
    .option('--callback <url>', 'where Graph is told to send notifications')
    .action((flags: DoctorFlags) => doctor(flags, io));
}
