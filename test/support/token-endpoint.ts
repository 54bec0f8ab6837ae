/** An HTTPS server on loopback in the place of Entra, for the real `@azure/identity`. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenEndpoint as EndpointOptions } from '../../worker/credential.ts';
import { selfSigned, type SelfSigned } from './self-signed.ts';

export interface TokenRequestSeen {
  readonly path: string;
  readonly tenant: string;
  readonly form: URLSearchParams;
}

export type TokenAnswer = (response: ServerResponse, request: TokenRequestSeen) => void;

export interface TestTokenEndpoint {
  /** The POSTs for tokens; the look-ups of metadata are not among them. */
  readonly asked: TokenRequestSeen[];
  readonly url: string;
  readonly options: EndpointOptions;
  readonly certificate: SelfSigned;
  /** How many connections stand. */
  connections(): number;
  /** How every request for a token is answered from now on; undefined: with a new token. */
  answers(answer: TokenAnswer | undefined): void;
  /** From now on nothing is answered, not even metadata. */
  silent(isSilent: boolean): void;
  close(): Promise<void>;
}

const certificate = selfSigned();

/** `token-1`, `token-2` … for `seconds`, with a date to refresh when one is given. */
export const tokenAnswer =
  (token: string, seconds = 3_600, refreshIn?: number): TokenAnswer =>
  (response) => {
    json(response, 200, {
      token_type: 'Bearer',
      expires_in: seconds,
      access_token: token,
      ...(refreshIn !== undefined && { refresh_in: refreshIn }),
    });
  };

export const errorAnswer =
  (status: number, error: string, description: string): TokenAnswer =>
  (response) => {
    json(response, status, { error, error_description: description });
  };

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export async function startTokenEndpoint(): Promise<TestTokenEndpoint> {
  const asked: TokenRequestSeen[] = [];
  const sockets = new Set<object>();
  let script: TokenAnswer | undefined;
  let isSilent = false;
  const server: Server = createServer(certificate, (request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      const tenant = path.split('/')[1] ?? '';
      if (request.method !== 'POST') {
        if (!isSilent) json(response, 200, metadata(url, tenant));
        return;
      }
      const seen = { path, tenant, form: new URLSearchParams(body) };
      asked.push(seen);
      if (!isSilent) (script ?? tokenAnswer(`token-${asked.length}`))(response, seen);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ asked, url, certificate },
    options: {
      authorityHost: url,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: certificate.cert },
    },
    connections: () => sockets.size,
    answers: (answer) => {
      script = answer;
    },
    silent: (value) => {
      isSilent = value;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function metadata(url: string, tenant: string) {
  return {
    issuer: `${url}/${tenant}/v2.0`,
    authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
  };
}
