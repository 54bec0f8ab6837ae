import type { BuiltCopy } from '../support/built-copy.ts';
import type { CallingService } from './calling-service.ts';
import type { BenchOptions } from './options.ts';

/** What every part works with. */
export interface Bench {
  readonly options: BenchOptions;
  readonly copy: BuiltCopy;
  readonly service: CallingService;
  /** Progress, for people. */
  readonly log: (line: string) => void;
}
