import { text } from 'node:stream/consumers';
import type { Environment } from '../runtime/environment.ts';

/** What a command touches of the world outside. */
export interface Io {
  readonly env: Environment;
  /** Whether stderr is a terminal, where progress may rewrite its line. */
  readonly terminal: boolean;
  /** The same of stdout. */
  readonly outTerminal: boolean;
  /** Whether a person would have to type what is read from stdin. */
  readonly stdinTerminal: boolean;
  /** Of the terminal; a longer line cannot be rewritten. */
  readonly columns: () => number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<string>;
  /** Tells the first Ctrl-C, in place of ending the process; until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

export const processIo: Io = {
  env: process.env,
  terminal: process.stderr.isTTY,
  outTerminal: process.stdout.isTTY,
  stdinTerminal: process.stdin.isTTY,
  columns: () => process.stdout.columns || process.stderr.columns || 80,
  out: (chunk) => {
    process.stdout.write(chunk);
  },
  err: (chunk) => {
    process.stderr.write(chunk);
  },
  readStdin: () => text(process.stdin),
  onInterrupt: (listener) => {
    process.once('SIGINT', listener);
    return () => {
      process.off('SIGINT', listener);
    };
  },
};
