import { createServer } from 'node:net';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
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
    telemetryOptions: { metrics: { prometheus: { bindAddress } }, logging: { forward: {} } },
  });
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    metrics: async () => await (await fetch(`http://${bindAddress}/metrics`)).text(),
  };
}

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<string, LogLevel>;

/** What our own workflows and activities log beside the common members. */
export const workerLogFields = ['clientRequestId', 'requestId'];

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
