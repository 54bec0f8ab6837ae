import { text } from 'node:stream/consumers';
import type { Environment } from '../runtime/environment.ts';

/** What a command touches of the world outside. */
export interface Io {
  readonly env: Environment;
  /** Whether stderr is a terminal, where progress may rewrite its line. */
  readonly terminal: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<string>;
}

export const processIo: Io = {
  env: process.env,
  terminal: process.stderr.isTTY,
  out: (chunk) => {
    process.stdout.write(chunk);
  },
  err: (chunk) => {
    process.stderr.write(chunk);
  },
  readStdin: () => text(process.stdin),
};
