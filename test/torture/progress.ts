import type { Simulator } from '../../simulator/index.ts';
import type { Counts } from './carry-out.ts';
import type { Nemesis } from './nemesis.ts';

const everyMs = 5_000;

/** One line every few seconds; the answer ends it. */
export function showProgress(
  watched: {
    readonly counts: Counts;
    readonly nemesis: Nemesis;
    readonly simulator: Simulator;
    readonly invites: number;
  },
  log: (line: string) => void,
): () => void {
  const { counts, nemesis, simulator, invites } = watched;
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const { started, ended } = counts;
    const last = nemesis.struck.at(-1)?.strike;
    const struck = last ? `${nemesis.struck.length} (last ${last.kind})` : '0';
    const entries = simulator.ledger().at(-1)?.seq ?? 0;
    const second = Math.round((Date.now() - startedAt) / 1_000);
    log(
      `${second} s: ${started} of ${invites} started, ${ended} ended, ` +
        `${started - ended} in flight; strikes ${struck}; ledger ${entries}`,
    );
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}
