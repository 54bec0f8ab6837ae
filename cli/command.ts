import type { Command } from 'commander';
import { exitCodesHelpOf, type ExitCodeName } from './exit-codes.ts';

export interface CommandText {
  readonly name: string;
  readonly description: string;
  /** Each a command line that can be pasted, perhaps with `   # ` and what it is for. */
  readonly examples: readonly string[];
  /** Beside the ones that every command has. */
  readonly exitCodes?: readonly ExitCodeName[];
  /** Between options and examples. */
  readonly more?: string;
  /** `own`: the command has no `--json`, or one of its own. */
  readonly json?: 'own';
}

const always: readonly ExitCodeName[] = ['ok', 'usage', 'internal'];
/** Of every command that talks to Temporal. */
export const withTemporal: readonly ExitCodeName[] = ['temporalUnavailable'];
/** Of every command that names an invite. */
export const ofInvite: readonly ExitCodeName[] = ['notFound', ...withTemporal];
/** Of a command that ends as the invite does. */
export const ofEnd: readonly ExitCodeName[] = ['failed', 'canceled', 'interrupted'];

/** A command whose help ends with examples and exit codes. */
export function addCommand(program: Command, text: CommandText): Command {
  const { name, description, examples, exitCodes = [], more } = text;
  const command = program.command(name).description(description);
  if (text.json === undefined) command.option('--json', 'print JSON on stdout');
  const help = [
    ...(more === undefined ? [] : ['', more]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    exitCodesHelpOf([...always, ...exitCodes]),
  ];
  return command.addHelpText('after', help.join('\n'));
}
