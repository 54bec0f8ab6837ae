import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isBody } from './body.ts';
import type { LedgerEntry, LedgerFact } from './ledger-fact.ts';

export type Ledger = {
  readonly write: (fact: LedgerFact) => void;
  /** A copy of the entries with a higher number than this one; 0 or nothing for all. */
  readonly entries: (after?: number) => readonly LedgerEntry[];
  readonly close: () => void;
};

/**
 * An append-only record of what really happened. With a file, each entry is one JSON line and on disk before
 * the simulator goes on: the truth must survive a kill in the middle of a test. What the file holds already is part of
 * the ledger, and its numbers go on.
 */
export function openLedger(file?: string): Ledger {
  const entries = file !== undefined && existsSync(file) ? entriesOf(file) : [];
  let seq = entries.at(-1)?.seq ?? 0;
  let descriptor = file === undefined ? null : openForAppending(file);
  return {
    write: (fact) => {
      const entry = { seq: seq + 1, at: new Date().toISOString(), ...fact };
      if (descriptor !== null) {
        writeSync(descriptor, `${JSON.stringify(entry)}\n`);
        fsyncSync(descriptor);
      }
      seq = entry.seq;
      entries.push(entry);
    },
    entries: (after = 0) => entries.slice(entries.findLastIndex((one) => one.seq <= after) + 1),
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** A line that a kill left half-written is never continued. */
function openForAppending(file: string): number {
  const isTorn = existsSync(file) && !/(?:^|\n)$/.test(readFileSync(file, 'utf8'));
  const descriptor = openSync(file, 'a');
  if (isTorn) writeSync(descriptor, '\n');
  return descriptor;
}

/** The entries of an earlier run, without lines that cannot be read. */
function entriesOf(file: string): LedgerEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.map(parsed).filter(isLedgerEntry);
}

/** The simulator wrote the line itself: a number, a time and a type show that it is whole. */
function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!isBody(value)) return false;
  return typeof value['seq'] === 'number' && typeof value['type'] === 'string';
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
