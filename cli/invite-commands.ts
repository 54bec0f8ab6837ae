/** The commands about one invite. */
import type { Command } from 'commander';
import { addCommand, ofEnd, ofInvite, withTemporal } from './command.ts';
import { cancel } from './commands/cancel.ts';
import { explain } from './commands/explain.ts';
import { start, type StartCommandFlags } from './commands/start.ts';
import { status } from './commands/status.ts';
import { watch } from './commands/watch.ts';
import { inviteIdArgument } from './invite-id-argument.ts';
import type { Io } from './io.ts';
import { addStartFlags } from './start-flags.ts';

interface JsonFlag {
  readonly json?: boolean;
}

type OfInvite = (inviteId: string, flags: JsonFlag, io: Io) => Promise<void>;

export function addInviteCommands(program: Command, io: Io): void {
  const startCommand = addCommand(program, {
    name: 'start',
    description: 'invite people into a live call',
    examples: [
      'graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --user b04e7d19-6c33-4f58-9a02-71ce8d5f2a60 --wait',
      'graph-invite start --call 3f6c1a52-90d4-4e0b-8a77-d21f5c9be014 --phone +15550100123 --invite-id ticket-4711',
      'graph-invite start --input request.json --json',
      'graph-invite start --input - --wait < request.json',
    ],
    exitCodes: ['conflict', ...ofEnd, ...withTemporal],
  });
  addStartFlags(startCommand)
    .option('--wait', 'wait for the result, with progress on stderr')
    .action((flags: StartCommandFlags) => start(flags, io));
  addStatus(program, io);
  addWatch(program, io);
  addCancel(program, io);
  addExplain(program, io);
}

function addStatus(program: Command, io: Io): void {
  const command = addCommand(program, {
    name: 'status',
    description: 'where an invite stands',
    more: 'A worker answers for it; of an invite that is over its history does where no worker runs.',
    examples: ['graph-invite status ticket-4711', 'graph-invite status ticket-4711 --json'],
    exitCodes: ['failed', 'noWorker', ...ofInvite],
  });
  ofOneInvite(command, status, io);
}

function addWatch(program: Command, io: Io): void {
  const command = addCommand(program, {
    name: 'watch',
    description: 'follow an invite to its end, and end with its exit code',
    more:
      'On a terminal one line is rewritten, with the time that has passed and what is left; else each change is a\n' +
      'line. Ctrl-C ends the watching only.',
    examples: [
      'graph-invite watch ticket-4711',
      'graph-invite watch ticket-4711 --json   # one status a line',
      'graph-invite watch ticket-4711 > /dev/null && echo joined',
    ],
    exitCodes: ['noWorker', ...ofEnd, ...ofInvite],
  });
  ofOneInvite(command, watch, io);
}

function addCancel(program: Command, io: Io): void {
  const command = addCommand(program, {
    name: 'cancel',
    description: 'take an invite back, while nobody has answered',
    more: 'Only asks; watch tells what came of it. After the operation completed it is too late.',
    examples: [
      'graph-invite cancel ticket-4711',
      'graph-invite cancel ticket-4711 && graph-invite watch ticket-4711',
    ],
    exitCodes: ofInvite,
  });
  ofOneInvite(command, cancel, io);
}

function addExplain(program: Command, io: Io): void {
  const command = addCommand(program, {
    name: 'explain',
    description: 'tell the story of an invite: what was sent, what came, why it ended so',
    more: 'Read from its history in Temporal, so that no worker is needed. Names and numbers of people are left out.',
    examples: ['graph-invite explain ticket-4711', 'graph-invite explain ticket-4711 --json'],
    exitCodes: ofInvite,
  });
  ofOneInvite(command, explain, io);
}

function ofOneInvite(command: Command, run: OfInvite, io: Io): void {
  command
    .argument('<inviteId>', 'its id, or its workflow id', inviteIdArgument)
    .action((inviteId: string, flags: JsonFlag) => run(inviteId, flags, io));
}
