import { CommanderError } from 'commander';
import { UnhealthyError } from './commands/doctor.ts';
import { AlreadyPrintedError } from './commands/start.ts';
import { describeError, exitCodeOf, exitCodes, explainError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';
import { usageHint } from './usage-hints.ts';

/** Runs one command and answers with its exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const program = createProgram(io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // commander has printed its own message; help and version are no errors.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.ok;
      const hint = usageHint(program, args, error);
      if (args.includes('--json')) io.out(usageDocument(error, hint));
      else if (hint !== undefined) io.err(`${hint}\n`);
      return exitCodes.usage;
    }
    if (error instanceof UnhealthyError) return exitCodes.unhealthy;
    if (error instanceof AlreadyPrintedError) return exitCodeOf(error.cause);
    if (args.includes('--json')) io.out(`${JSON.stringify({ error: describeError(error) })}\n`);
    else io.err(`${explainError(error)}\n`);
    return exitCodeOf(error);
  }
}

function usageDocument({ message }: CommanderError, hint: string | undefined): string {
  const error = { code: 'usage', message: message.replace(/^error: /, ''), ...(hint && { hint }) };
  return `${JSON.stringify({ error })}\n`;
}
