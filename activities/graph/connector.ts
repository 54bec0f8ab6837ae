import { buildConnector } from 'undici';

const failedConnections = new WeakSet<Error>();

/** Connects as undici does, and remembers which errors came of it. */
export function createConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) => {
    connect(options, (...outcome) => {
      const [error] = outcome;
      if (error !== null) failedConnections.add(error);
      callback(...outcome);
    });
  };
}

/**
 * Whether a request broke because no connection ever stood (name, route, refusal, TLS, time-out): then it was provably
 * not sent. Everything later may have been executed.
 */
export function neverConnected(error: unknown): boolean {
  return error instanceof Error && failedConnections.has(error);
}
