import type { PartReport } from '../support/report.ts';
import { alternate, type Cell } from './alternate.ts';
import { perSecond, ratios, serverCpu, toPost, toResult, workerAndClientCpu } from './compare.ts';
import type { Engine } from './engine.ts';
import type { Promised } from './engine-protocol.ts';
import { resultTable } from './result-tables.ts';
import { naive, ours, type Variant } from './variants.ts';

const cells: readonly Cell[] = [1, 30].map((concurrency) => ({ concurrency, perCall: 1 }));

const named: Readonly<Record<Promised, string>> = {
  deadline: 'a deadline (one timer)',
  outcome: 'the outcome as a search attribute (one upsert)',
  register: 'the register of the call (one start, one look-up)',
};

/** What each promise adds to a naive workflow, one at a time and all together, up to ours. */
export async function promises(engine: Engine): Promise<PartReport> {
  const each = (['deadline', 'outcome', 'register'] as const).map((one): Variant => ({
    ...naive,
    name: `naive with ${named[one]}`,
    promises: [one],
  }));
  const all: Variant = {
    ...naive,
    name: 'naive with all three',
    promises: ['deadline', 'outcome', 'register'],
  };
  const variants = [...each, all, ours];
  const { results, wrong } = await alternate(engine, [naive, ...variants], cells, 'promises');
  return {
    part: 'promises',
    title: 'what each promise costs',
    circumstances: [
      'Naive workflows that do one thing more each, in alternating rounds; the figures are theirs beside the plain one. What is left between "all three" and ours is the rest of the product: checks, texts for the UI, logs and metrics, a connection for each POST, typed failures, the client.',
    ],
    figures: variants.flatMap((variant) =>
      cells.map((cell) => ({
        what: `${variant.name}: invites a second, ${cell.concurrency} at once`,
        unit: '×',
        values: ratios(results, [variant, naive], cell, perSecond),
      })),
    ),
    verdicts: [],
    tables: [
      { title: 'Invites a second', unit: '/s', of: perSecond },
      { title: 'From start to result, p50', unit: 'ms', of: toResult('p50') },
      { title: 'From start to the POST on the wire, p50', unit: 'ms', of: toPost },
      {
        title: 'Worker and client, processor time for an invite',
        unit: 'ms',
        of: workerAndClientCpu,
      },
      { title: 'Temporal, processor time for an invite', unit: 'ms', of: serverCpu },
    ].map((shown) => resultTable(results, shown)),
    wrong,
  };
}
