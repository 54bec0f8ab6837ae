import { z } from 'zod';
import type { BuiltCopy } from '../support/built-copy.ts';
import { startChild } from '../support/child.ts';

export const closedLoopProcess = 'bench/webhooks/closed-loop-process.ts';

/** A request with everything in it but the address. */
export interface BenchRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ResultSchema = z.object({
  seconds: z.number(),
  /** Answers by HTTP status. */
  statuses: z.record(z.string(), z.number()),
  /** Connections that broke, and requests without an answer in 20 s. */
  errors: z.number(),
  latencyMs: z.object({ p50: z.number(), p99: z.number(), most: z.number() }),
  /** Of one core. */
  cpuShare: z.number(),
});
export type ClosedLoopResult = z.infer<typeof ResultSchema>;

export interface ClosedLoopLoad {
  /** Origin of the server. */
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Dealt out to the connections, which repeat theirs in a circle. */
  readonly requests: readonly BenchRequest[];
  /** Requests on one connection; default 900, below the server's own limit of 1000. */
  readonly reconnectRate?: number;
}

/** A process of its own that loads a server with autocannon as fast as it answers. */
export interface ClosedLoop {
  run(load: ClosedLoopLoad): Promise<ClosedLoopResult>;
  stop(): Promise<void>;
}

export function startClosedLoop(copy: BuiltCopy): ClosedLoop {
  const child = startChild(copy.fileOf(closedLoopProcess));
  return {
    run: async (load) => ResultSchema.parse(await child.ask({ reconnectRate: 900, ...load })),
    stop: () => child.stop(),
  };
}
