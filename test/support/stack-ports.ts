import { createServer } from 'node:net';

/**
 * Below the ports that Linux and macOS give to outgoing connections: a killed process must find its port free when it
 * comes back, and a socket of somebody else's could have been given any of those.
 */
const lowest = 18_000;
const highest = 32_000;

const taken = new Set<number>();

/** Ports of the loopback interface that nobody listens on and that stay free for processes that come and go. */
export async function lastingPorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
