import { randomOf } from '../support/random.ts';
import type { Engine } from './engine.ts';
import { invitesOf } from './invites-of.ts';
import { measureLoad, type Measured } from './measure-load.ts';
import type { PartName } from './options.ts';
import type { RunningVariant } from './run-variant.ts';
import type { Variant } from './variants.ts';

/** One load, the same for every variant. */
export interface Cell {
  readonly concurrency: number;
  readonly perCall: number;
}

export interface Result extends Cell {
  readonly variant: Variant;
  /** One for each round. */
  readonly rounds: readonly Measured[];
}

export interface Alternated {
  readonly results: readonly Result[];
  readonly wrong: readonly string[];
}

const warmUp = { concurrency: 10, perCall: 1 };

/**
 * Every variant under every load, side by side: in each round all variants take their turn at a load before the next load, in
 * an order that moves on from round to round, so that whatever else the machine does strikes all of them alike.
 */
export async function alternate(
  engine: Engine,
  variants: readonly Variant[],
  cells: readonly Cell[],
  part: PartName,
): Promise<Alternated> {
  const { options, log } = engine;
  const running: RunningVariant[] = [];
  try {
    for (const variant of variants) running.push(await engine.run(variant));
    const random = randomOf(options.seed, `invites of ${part}`);
    const measure = ({ concurrency, perCall }: Cell, one: RunningVariant) =>
      measureLoad(one, {
        invites: invitesOf(invitesAt(concurrency, options.invites), perCall, random),
        concurrency,
      });
    for (const one of running) await measure(warmUp, one);
    const rows = cells.map((cell) => running.map((one) => rowOf(cell, one)));
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const row of rows) {
        for (const { cell, one, rounds } of rotated(row, round)) {
          const measured = await measure(cell, one);
          rounds.push(measured);
          log(progress(round, cell, one.variant, measured));
        }
      }
    }
    const results = rows
      .flat()
      .map(({ cell, one, rounds }) => ({ ...cell, variant: one.variant, rounds }));
    return { results, wrong: running.flatMap((one) => one.wrong()).concat(failures(results)) };
  } finally {
    for (const one of running) await one.stop();
  }
}

interface Row {
  readonly cell: Cell;
  readonly one: RunningVariant;
  readonly rounds: Measured[];
}

function rowOf(cell: Cell, one: RunningVariant): Row {
  return { cell, one, rounds: [] };
}

/**
 * Enough for percentiles where it is fast, and no more than a person waits for where it is slow. One at a time at least 30: a
 * stock server lets so many tasks through before it begins to hold them back.
 */
export function invitesAt(concurrency: number, atHundred: number): number {
  if (concurrency >= 100) return atHundred;
  if (concurrency >= 30) return Math.ceil(atHundred / 2);
  return concurrency >= 10 ? Math.ceil(atHundred / 4) : Math.max(30, Math.ceil(atHundred / 10));
}

function rotated<Value>(values: readonly Value[], by: number): Value[] {
  const first = by % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

function failures(results: readonly Result[]): string[] {
  return results.flatMap(({ variant, rounds }) =>
    rounds.flatMap((round) =>
      Object.entries(round.failures).map(
        ([reason, count]) => `${variant.name}: ${count} invites did not join: ${reason}`,
      ),
    ),
  );
}

function progress(
  round: number,
  { concurrency, perCall }: Cell,
  { name }: Variant,
  { perSecond, toResult, toPost }: Measured,
): string {
  return [
    `engine: round ${round}, ${concurrency} at once, ${perCall} per call, ${name}:`,
    `${perSecond.toFixed(1)} a second, p50 ${toResult.p50.toFixed(0)} ms,`,
    `p99 ${toResult.p99.toFixed(0)} ms, POST after ${toPost.p50.toFixed(0)} ms`,
  ].join(' ');
}
