import { Writable } from 'node:stream';
import { SignJWT, type JWTHeaderParameters } from 'jose';
import type { Registration } from '../../contracts/types.ts';
import { createLogger } from '../../runtime/logger.ts';
import type { LoadLimits } from '../../webhooks/back-pressure.ts';
import type { InviteSignal, SignalAnswer } from '../../webhooks/invite-signal.ts';
import { createKeySet } from '../../webhooks/key-set.ts';
import { webhooksLogFields } from '../../webhooks/log-fields.ts';
import { createMetrics } from '../../webhooks/metrics.ts';
import { createReceiver } from '../../webhooks/receive-notification.ts';
import { startServer, type ServerOptions } from '../../webhooks/server.ts';
import { verify } from '../../webhooks/verify.ts';
import { rsaKey, startKeySetServer, until } from '../unit/webhooks/key-set-server.ts';
import { openConnection } from '../unit/webhooks/notification-server.ts';

/** The settings of production: the hostile tests play both Microsoft and its forgers. */
export const issuer = 'https://api.botframework.com';
export const audience = '0a0b0c0d-1111-4222-8333-444455556666';
export const tenantId = '7e7e7e7e-1111-4222-8333-444455556666';
export const callId = 'ca11ca11-1111-4222-8333-444455556666';
export const inviteId = 'order-17:agent';

interface Given {
  /** Beside the one key that tokens are signed with. */
  readonly otherKeys?: readonly object[];
  readonly tenants?: readonly string[];
  readonly registrations?: (callId: string) => readonly Registration[];
  readonly store?: (signal: InviteSignal) => SignalAnswer | Promise<SignalAnswer>;
  readonly keySetFails?: boolean;
  /** Instead of limits that a test in the same process cannot reach by delaying the event loop itself. */
  readonly loadLimits?: Partial<LoadLimits>;
  /** For tests of bodies: the same token is checked in full only once. */
  readonly remembersTokens?: boolean;
}

export type Stand = Awaited<ReturnType<typeof openStand>>;

/**
 * The real way of a notification, from the socket to the last step before Temporal: server, verification with a key set
 * fetched over HTTP, projection, routing. Only the register and the sender of signals are stubs.
 */
export async function openStand(given: Given = {}) {
  const key = await rsaKey('key-1');
  const keyServer = await startKeySetServer([key.jwk]);
  keyServer.answerKeys([key.jwk, ...(given.otherKeys ?? [])]);
  if (given.keySetFails === true) keyServer.answer((_, response) => response.writeHead(500).end());
  const clock = { keysAheadMs: 0 };
  const keys = createKeySet({
    url: keyServer.url,
    now: () => performance.now() + clock.keysAheadMs,
  });
  const metrics = createMetrics();
  const lines: string[] = [];
  const signals: InviteSignal[] = [];
  const seen = { bodies: 0 };
  const logger = createLogger({
    name: 'test',
    level: 'info',
    fields: webhooksLogFields,
    destination: new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    }),
  });
  const receive = createReceiver({
    register: { lookUp: (id) => Promise.resolve(given.registrations?.(id) ?? []) },
    send: (signal) => {
      signals.push(signal);
      return Promise.resolve(given.store?.(signal) ?? 'stored');
    },
    metrics,
    logger,
  });
  const rules = {
    audience,
    issuers: [issuer, 'https://graph.microsoft.com'],
    tenants: given.tenants ?? [],
  };
  const check: Verify = (rawHeaders) => verify(rawHeaders, { rules, keys, now: () => new Date() });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    path: '/notifications',
    bodyLimit: 1_048_576,
    verify: given.remembersTokens === true ? remembering(check) : check,
    receive: (body, tenant) => {
      seen.bodies += 1;
      return receive(body, tenant);
    },
    metrics,
    logger,
    drainMs: 200,
    loadLimits: given.loadLimits ?? { eventLoopDelayMs: 60_000 },
  });
  if (given.keySetFails !== true) await until(() => keys.isLoaded());
  const url = `${server.url}/notifications`;
  const token = (changes: object = {}, header: Partial<JWTHeaderParameters> = {}) =>
    new SignJWT({ ...goodClaims(), ...changes })
      .setProtectedHeader({ ...goodHeader, ...header })
      .sign(key.privateKey);
  return {
    url,
    key,
    keyServer,
    token,
    lines,
    signals,
    counted: () => metrics.registry.metrics(),
    /** How many bodies came as far as the receiver. */
    bodies: () => seen.bodies,
    passSeconds: (seconds: number) => {
      clock.keysAheadMs += seconds * 1000;
    },
    post: async (body: string | Buffer, authorization?: string) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: authorization ?? `Bearer ${await token()}`,
        },
        body,
      }),
    close: async () => {
      await server.close();
      keys.close();
      await keyServer.close();
    },
  };
}

type Verify = ServerOptions['verify'];

function remembering(check: Verify): Verify {
  const seen = new Map<string, ReturnType<Verify>>();
  return (rawHeaders) => {
    const token = rawHeaders.find((value) => value.startsWith('Bearer ')) ?? '';
    const known = seen.get(token) ?? check(rawHeaders);
    seen.set(token, known);
    return known;
  };
}

export const goodHeader = { alg: 'RS256', kid: 'key-1', typ: 'JWT', cty: 'JWT' };

/** As Microsoft's own: without an `iat`, and for five minutes. */
export function goodClaims() {
  const seconds = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: audience, tid: tenantId, nbf: seconds - 1, exp: seconds + 299 };
}

export const goodBody = JSON.stringify({
  '@odata.type': '#microsoft.graph.commsNotifications',
  value: [
    {
      '@odata.type': '#microsoft.graph.commsNotification',
      changeType: 'deleted',
      resource: `/app/calls/${callId}/operations/op-1`,
      resourceData: {
        '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
        id: 'op-1',
        status: 'completed',
        clientContext: inviteId,
      },
    },
  ],
});

/** Writes bytes as they are; all that came back once the server has closed. */
export async function exchange(url: string, text: string, limitMs = 9_000): Promise<string> {
  const connection = openConnection(url);
  connection.write(text);
  await until(() => connection.isClosed(), limitMs);
  return connection.answer();
}

/** A whole request whose headers are written as they are. */
export function requestText(headers: readonly string[], body = goodBody): string {
  return [
    'POST /notifications HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');
}
