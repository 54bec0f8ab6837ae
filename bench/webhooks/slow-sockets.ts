import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRequest } from './closed-loop.ts';

/** What a slow sender does. */
export type Drip = 'headers' | 'body' | 'nothing';

export interface SlowSocket {
  readonly drip: Drip;
  /** Until the server closed it; null when it never did. */
  readonly livedMs: number | null;
}

const drips: readonly Drip[] = ['headers', 'body', 'nothing'];
/** One byte at a time: never idle, never done. */
const dripEveryMs = 500;
/** Well above what the server is to allow. */
const observedMs = 20_000;

/**
 * Opens so many sockets at once that send their request byte by byte, or nothing at all; resolves when the server has
 * closed them all, or after 20 s.
 */
export async function dripOn(
  url: string,
  count: number,
  request: BenchRequest,
): Promise<readonly SlowSocket[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<SlowSocket> => {
      const drip = drips[index % drips.length] ?? 'nothing';
      return { drip, livedMs: await lifeOf(url, drip, request) };
    }),
  );
}

async function lifeOf(url: string, drip: Drip, request: BenchRequest): Promise<number | null> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const begun = performance.now();
  const closed = new Promise<number>((resolve) => {
    // The server's answer, if any, has to be read before the end is seen.
    socket.resume().on('error', () => undefined);
    socket.once('close', () => {
      resolve(performance.now() - begun);
    });
  });
  const patience = new AbortController();
  const timer = setInterval(() => {
    if (socket.writable) socket.write('x');
  }, dripEveryMs);
  if (drip === 'nothing') clearInterval(timer);
  else socket.write(opening(drip, request));
  const given = pause(observedMs, null, { signal: patience.signal }).catch(() => null);
  const lived = await Promise.race([closed, given]);
  patience.abort();
  clearInterval(timer);
  socket.destroy();
  return lived;
}

/** Everything up to where the dripping begins. */
function opening(drip: 'headers' | 'body', { method, path, headers }: BenchRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${path} HTTP/1.1`, 'host: localhost', ...lines].join('\r\n');
  return drip === 'headers' ? `${head}\r\nx-slow: ` : `${head}\r\ncontent-length: 900\r\n\r\n{`;
}
