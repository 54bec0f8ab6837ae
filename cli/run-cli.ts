import { CommanderError } from 'commander';
import { AlreadyPrintedError } from './commands/start.ts';
import { describeError, exitCodeOf, exitCodes, explainError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** Runs one command and answers with its exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // commander has printed its own message; help and version are no errors.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.ok;
      if (args.includes('--json')) io.out(usageDocument(error));
      return exitCodes.usage;
    }
    if (error instanceof AlreadyPrintedError) return exitCodeOf(error.cause);
    if (args.includes('--json')) io.out(`${JSON.stringify({ error: describeError(error) })}\n`);
    else io.err(`${explainError(error)}\n`);
    return exitCodeOf(error);
  }
}

function usageDocument({ message }: CommanderError): string {
  return `${JSON.stringify({ error: { code: 'usage', message: message.replace(/^error: /, '') } })}\n`;
}
