import { counts } from '../../support/figures.ts';
import type { PartReport } from '../../support/report.ts';
import type { Found } from '../measure-all.ts';
import { watchedMs } from '../measure-watching.ts';

/** What looking at an invite costs beside the invite itself. */
export function watchingReport({ watching }: Found): PartReport {
  const ringing = `an invite that rings for ${watchedMs / 1_000} s, watched with watch()`;
  return {
    part: 'watching',
    title: 'what looking at an invite costs',
    circumstances: [
      '`watch()` looks once a second by default (`pollMs`), which costs nothing, and asks for the status, a query and an action, only when something happened to the run. `status()` is one query.',
      '`result()`, `list()`, histories and lists in the Temporal UI read what is stored, and cost nothing. Current Details in the UI are a query, which is free.',
    ],
    figures: [
      counts(
        `actions for queries: ${ringing}`,
        watching.map(({ queries }) => queries),
      ),
      counts(
        `statuses that differed: ${ringing}`,
        watching.map(({ statuses }) => statuses),
      ),
    ],
    verdicts: [],
    wrong: [],
  };
}
