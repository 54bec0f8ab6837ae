import type { StartupOptions } from './options.ts';

/** What every part works with. */
export interface StartupBench {
  readonly options: StartupOptions;
  /** The checkout, with dist/ as it was built from it. */
  readonly root: string;
  /** Progress, for people. */
  readonly log: (line: string) => void;
}
