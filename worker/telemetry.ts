import { createServer } from 'node:net';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import {
  inviteCounterNames,
  inviteCounters,
  inviteHistograms,
} from '../contracts/invite-metrics.ts';
import { metricHelp } from '../contracts/metric-help.ts';
import { inviteWorkflowType } from '../contracts/messages.ts';
import type { MetricsSource } from '../runtime/admin-server.ts';
import type { Logger, LogLevel } from '../runtime/logger.ts';

/**
 * One native runtime per process. Signals stay with us (`runMain`), logs go through our logger, and the SDK's metrics
 * are served on a loopback port of their own, from which the admin endpoint reads them.
 * @returns the SDK's metrics
 */
export async function installRuntime(logger: Logger): Promise<MetricsSource> {
  const bindAddress = `127.0.0.1:${await freePort()}`;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('DEBUG', (entry) => {
      forward(entry, logger);
    }),
    telemetryOptions: {
      metrics: { prometheus: { bindAddress, histogramBucketOverrides } },
      logging: { forward: {} },
    },
  });
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    metrics: async () => await (await fetch(`http://${bindAddress}/metrics`)).text(),
  };
}

/** Seconds, from an answer at once to the longest sensible life; the SDK's own are for milliseconds. */
const seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 180, 300, 600];
const histogramBucketOverrides = Object.fromEntries(
  inviteHistograms.map((name) => [name, seconds]),
);

/**
 * Shows what workflows will count as 0 before the first of its kind: what is missing cannot be alerted on. With the labels
 * that the SDK adds to a metric of a workflow.
 */
export function showZeros(where: { readonly namespace: string; readonly taskQueue: string }): void {
  const meter = Runtime.instance().metricMeter;
  const common = { ...where, workflowType: inviteWorkflowType };
  for (const name of inviteCounterNames) {
    const counter = meter.createCounter(name, undefined, metricHelp[name]);
    for (const group of inviteCounters[name]) {
      for (const labels of combinations(Object.entries(group))) {
        counter.add(0, { ...common, ...labels });
      }
    }
  }
}

/** Every way to give each label one of its values. */
function combinations(
  labels: readonly (readonly [string, readonly string[]])[],
): readonly Readonly<Record<string, string>>[] {
  const [first, ...rest] = labels;
  if (first === undefined) return [{}];
  const [name, values] = first;
  return combinations(rest).flatMap((others) =>
    values.map((value) => ({ ...others, [name]: value })),
  );
}

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<string, LogLevel>;

/** What our own workflows and activities log beside the common members, and the SDK's word for what a worker does. */
export const workerLogFields = ['clientRequestId', 'requestId', 'state'];

/** The SDK may log an activity's input, or repeat a payload in a message: the logger shows what is on its list, and redacts words. */
function forward({ level, message, meta }: LogEntry, logger: Logger): void {
  const { error: err, ...fields } = { error: undefined, ...meta };
  logger[levels[level]]({ ...fields, err }, message);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
}
