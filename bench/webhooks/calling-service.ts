import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKeyRing, type TokenChanges } from '../../simulator/key-ring.ts';

export const tenantId = '7d0c2b1e-0000-4000-8000-000000000010';
export const appId = '7d0c2b1e-0000-4000-8000-000000000020';
export const issuer = 'https://bench.invalid/calling-service';

/** A real token lives about an hour (docs/protocol.md 7): longer than the longest load. */
const lifeSeconds = 5 * 3600;

/** Stands for the service that sends the notifications: its keys, published over HTTP, and its tokens. */
export interface CallingService {
  readonly keySetUrl: string;
  /** Tokens that differ from each other. */
  mint(count: number, changes?: TokenChanges): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function startCallingService(): Promise<CallingService> {
  const keys = await createKeyRing({ appId, tenantId, issuer });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keys.jwks()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    keySetUrl: `http://127.0.0.1:${portOf(server.address())}/keys`,
    mint: (count, changes = {}) =>
      Promise.all(Array.from({ length: count }, () => keys.mint(aged(changes)))),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function aged({ claims, header }: TokenChanges): TokenChanges {
  const now = Math.floor(Date.now() / 1000);
  return { header, claims: { nbf: now, exp: now + lifeSeconds, uti: randomUUID(), ...claims } };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
}
