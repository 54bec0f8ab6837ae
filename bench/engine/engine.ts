import type { Log } from '../support/run-benchmark.ts';
import type { EngineOptions } from './options.ts';
import type { RunningVariant } from './run-variant.ts';
import type { Variant } from './variants.ts';

/** What every part works with. */
export interface Engine {
  readonly options: EngineOptions;
  /** Progress, for people. */
  readonly log: Log;
  run(variant: Variant): Promise<RunningVariant>;
}
