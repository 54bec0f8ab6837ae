import type { Command, CommanderError } from 'commander';

/** What was probably meant, where commander's own message does not tell; it suggests misspelled words itself. */
export function usageHint(
  program: Command,
  args: readonly string[],
  { code, message }: CommanderError,
): string | undefined {
  const named = args.find((arg) => program.commands.some((one) => one.name() === arg));
  switch (code) {
    case 'commander.unknownOption':
      return optionHint(program, args, named, /'(--?[^']+)'/.exec(message)?.[1] ?? '');
    case 'commander.unknownCommand':
      return named === undefined
        ? undefined
        : `The command comes first: graph-invite ${[named, ...args.filter((arg) => arg !== named)].join(' ')}`;
    case 'commander.excessArguments':
      return excessHint(named);
    case 'commander.missingArgument':
      return /'inviteId'/.test(message) ? 'Ids of invites: graph-invite list' : undefined;
    default:
      return undefined;
  }
}

function optionHint(
  program: Command,
  args: readonly string[],
  named: string | undefined,
  option: string,
): string | undefined {
  const flag = option.replace(/=.*/, '');
  const owners = program.commands
    .filter((command) => command.options.some(({ long, short }) => long === flag || short === flag))
    .map((command) => command.name());
  if (owners.length === 0) return undefined;
  if (named === undefined || args.indexOf(option) < args.indexOf(named)) {
    return `Options come after the command: graph-invite ${named ?? owners[0] ?? ''} ${flag}`;
  }
  return `${flag} is an option of ${owners.join(', ')}.`;
}

function excessHint(named: string | undefined): string | undefined {
  if (named === 'start') {
    return 'start takes flags only: --invite-id for the id, --call for the call, --user or --phone for whom.';
  }
  return named === 'list'
    ? 'list takes flags only: --call, --outcome, --running, --query.'
    : undefined;
}
