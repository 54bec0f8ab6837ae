import type { PartReport } from '../support/report.ts';
import { alternate } from './alternate.ts';
import type { Engine } from './engine.ts';
import { floorReport } from './floor-report.ts';
import { naive, naiveStock, ours, oursTogether } from './variants.ts';

const cells = [1, 10, 30, 100].flatMap((concurrency) =>
  [1, 5].map((perCall) => ({ concurrency, perCall })),
);

/** Ours beside a naive workflow on the same server, and beside one on a server with stock settings. */
export async function floor(engine: Engine): Promise<PartReport> {
  return floorReport(
    await alternate(engine, [naiveStock, naive, ours, oursTogether], cells, 'floor'),
  );
}
