import type { Client } from '@temporalio/client';
import type { TemporalConnection } from './temporal-connection.ts';

/** A client that is a new one when the connection of the last one was stuck. */
export interface SteadyTemporal {
  client(): Client;
  close(): Promise<void>;
}

const lookEveryMs = 5_000;
const answerWithinMs = 2_000;
/** A connection that died is noticed by keepalive within 20 s, and replaced by grpc-js itself, which closes its socket. */
const patienceMs = 25_000;
/** For calls that are still under way on a connection that was given up; they have deadlines below it. */
const closeAfterMs = 5_000;

/**
 * Looks every few seconds whether Temporal answers. When it does not, and answers on a new connection, that one takes
 * over: a connection that was accepted and then heard nothing stays "connecting" for ever in grpc-js 1.14, with neither
 * keepalive nor back-off (measured; grpc-node issue 2785). While nobody answers at all nothing is replaced.
 * @param onReplace told of each replacement, and with an error when one went wrong; the old connection stays then
 */
export function keepTemporal(
  first: TemporalConnection,
  open: () => TemporalConnection,
  onReplace: (error?: unknown) => void = () => undefined,
): SteadyTemporal {
  let current = first;
  let looking: Promise<void> | undefined;
  let failingSince: number | undefined;
  const look = async () => {
    if (await answers(current)) {
      failingSince = undefined;
      return;
    }
    failingSince ??= performance.now();
    if (performance.now() - failingSince < patienceMs) return;
    const fresh = open();
    if (!(await answers(fresh))) {
      await fresh.close();
      return;
    }
    const old = current;
    current = fresh;
    failingSince = undefined;
    onReplace();
    setTimeout(() => {
      old.close().catch(onReplace);
    }, closeAfterMs).unref();
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch(onReplace)
      .finally(() => {
        looking = undefined;
      });
  }, lookEveryMs);
  timer.unref();
  return {
    client: () => current.client,
    close: async () => {
      clearInterval(timer);
      await looking;
      await current.close();
    },
  };
}

async function answers({ client }: TemporalConnection): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + answerWithinMs, () =>
      client.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}
