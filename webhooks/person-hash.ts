import { createHmac, randomBytes } from 'node:crypto';

/** Twelve characters that stand for a person in the lines of one process, and tell nobody who it is. */
export type PersonHash = (participantKey: string) => string;

/**
 * Keyed, as a plain hash of a telephone number is undone by trying them all; with a key of this process alone, which is
 * never stored: lines of several processes are joined by invite id.
 */
export function createPersonHash(): PersonHash {
  const secret = randomBytes(32);
  return (participantKey) =>
    createHmac('sha256', secret).update(participantKey).digest('hex').slice(0, 12);
}
