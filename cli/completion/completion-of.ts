import type { Argument, Command, Option } from 'commander';

/** What can be typed, for a script that completes it without asking anybody. */
export interface Completion {
  readonly commands: readonly CommandCompletion[];
}

export interface CommandCompletion {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagCompletion[];
  /** Of its argument: the closed list, empty where there is none. */
  readonly values: readonly string[];
}

export interface FlagCompletion {
  readonly flag: string;
  readonly description: string;
  /** `file`: a path. A list: one of these, empty where nobody can guess the value. */
  readonly value: 'none' | 'file' | readonly string[];
}

export function completionOf(program: Command): Completion {
  const commands = program.createHelp().visibleCommands(program);
  return {
    commands: commands
      .filter((command) => command.name() !== 'help')
      .map((command) => ({
        name: command.name(),
        description: command.description(),
        flags: [...command.options.flatMap(flagsOf), help],
        values: command.registeredArguments.flatMap(valuesOf),
      })),
  };
}

const help: FlagCompletion = { flag: '--help', description: 'display help', value: 'none' };

function flagsOf(option: Option): FlagCompletion[] {
  const { long, description } = option;
  return long == null ? [] : [{ flag: long, description, value: valueOf(option) }];
}

function valueOf({ required, flags, argChoices }: Option): FlagCompletion['value'] {
  if (!required) return 'none';
  return flags.includes('<file>') ? 'file' : (argChoices ?? []);
}

function valuesOf({ argChoices }: Argument): readonly string[] {
  return argChoices ?? [];
}
