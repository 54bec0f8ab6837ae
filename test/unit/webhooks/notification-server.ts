import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { createLogger } from '../../../runtime/logger.ts';
import { webhooksLogFields } from '../../../webhooks/log-fields.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import { startServer, type ServerOptions } from '../../../webhooks/server.ts';
import type { Verification } from '../../../webhooks/verify.ts';

export const json = { authorization: 'Bearer good', 'content-type': 'application/json' };

/** A real server that takes `Bearer good` for a good token, with its log and its metrics in memory. */
export async function startNotificationServer(changes: Partial<ServerOptions> = {}) {
  const metrics = createMetrics();
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    path: '/notifications',
    bodyLimit: 2048,
    verify: (rawHeaders): Promise<Verification> =>
      Promise.resolve(
        rawHeaders.includes('Bearer good')
          ? { kind: 'accepted', tenantId: 'tenant-1' }
          : { kind: 'unauthorised', failure: 'noToken' },
      ),
    receive: () => Promise.resolve('accepted'),
    metrics,
    logger: createLogger({
      name: 'test',
      level: 'trace',
      fields: webhooksLogFields,
      destination,
    }),
    ...changes,
  });
  const url = `${server.url}/notifications`;
  return {
    url,
    lines,
    counted: () => metrics.registry.metrics(),
    post: (body = '{}', headers: Record<string, string> = json) =>
      fetch(url, { method: 'POST', headers, body }),
    connection: () => openConnection(url),
    close: () => server.close(),
  };
}

/** A connection that is written to as it is, with all that came back so far. */
export function openConnection(url: string) {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const state = { answer: '', closed: false };
  socket.on('data', (part) => (state.answer += String(part)));
  socket.on('close', () => (state.closed = true));
  // A reset after its answer is the server's right.
  socket.on('error', () => undefined);
  return {
    write: (text: string) => socket.write(text),
    destroy: () => socket.destroy(),
    answer: () => state.answer,
    isClosed: () => state.closed,
    statuses: () => [...state.answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, one]) => one),
  };
}
