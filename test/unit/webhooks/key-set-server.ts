import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

export interface TestKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function rsaKey(kid: string, modulusLength = 2048): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', {
    modulusLength,
    extractable: true,
  });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

/** A key set on loopback whose answer a test may change; counts the requests it got. */
export async function startKeySetServer(keys: readonly JWK[]) {
  const state: { listener: RequestListener; requests: number } = {
    listener: answerWith(JSON.stringify({ keys })),
    requests: 0,
  };
  const server = createServer((request, response) => {
    state.requests += 1;
    state.listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/keys`,
    requests: () => state.requests,
    answer: (listener: RequestListener) => {
      state.listener = listener;
    },
    answerKeys: (list: readonly unknown[]) => {
      state.listener = answerWith(JSON.stringify({ keys: list }));
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export function answerWith(body: string, status = 200, headers = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

export async function until(holds: () => boolean, limitMs = 3_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('The condition did not come to hold.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
