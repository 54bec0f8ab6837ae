import type { Server } from 'node:http';
import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyHttpOptions,
} from 'fastify';
import type { Logger } from '../runtime/logger.ts';
import { answerClientError } from './client-error.ts';
import type { Metrics } from './metrics.ts';
import type { ReceiveNotification } from './receive-notification.ts';
import { UnavailableError } from './unavailable-error.ts';
import type { Verification } from './verify.ts';
import { withinDeadline } from './within-deadline.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly path: string;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly verify: (rawHeaders: readonly string[]) => Promise<Verification>;
  readonly receive: ReceiveNotification;
  readonly metrics: Pick<Metrics, 'answers' | 'answerSeconds' | 'tokenFailures'>;
  readonly logger: Logger;
  /** From the complete body to the answer; default 4000. */
  readonly deadlineMs?: number;
  /** How long closing waits for requests that do not come to an end; default 10000. */
  readonly drainMs?: number;
}

export interface NotificationServer {
  /** With the port that was really taken. */
  readonly url: string;
  /** From now on each answer is the last one on its connection. */
  leave(): void;
  /** New requests are told to come back, those under way get their answer. */
  close(): Promise<void>;
}

/** docs/reliability.md 4 says why each; without the check interval of a second a dripped body lives for 90. */
const httpSettings = {
  requestTimeout: 5_000,
  connectionTimeout: 10_000,
  maxRequestsPerSocket: 1_000,
  // fastify's own answer while closing has a body.
  return503OnClosing: false,
  http: { connectionsCheckingInterval: 1_000, headersTimeout: 4_000 },
  onProtoPoisoning: 'error',
  onConstructorPoisoning: 'error',
  logger: false,
} as const satisfies FastifyHttpOptions<Server>;
const maxConnections = 1_000;
/** Long enough for a replica to take over, short enough for a ringing phone. */
const retryAfterSeconds = 2;

/** Transport only: one route, the statuses of the webhook contract, no body in any answer. */
export async function startServer(options: ServerOptions): Promise<NotificationServer> {
  const app = fastify({
    ...httpSettings,
    bodyLimit: options.bodyLimit,
    clientErrorHandler: (error, socket) => {
      answerClientError(error, socket);
    },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      // A path that cannot even be decoded is not ours.
      void answer(reply, 404);
    },
  });
  app.server.maxConnections = maxConnections;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
  const life: Life = { leaving: false, closing: false };
  addHooks(app, options, life);
  addRoute(app, options);
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    leave: () => {
      life.leaving = true;
    },
    close: async () => {
      life.leaving = true;
      life.closing = true;
      await drain(app, options.drainMs ?? 10_000);
    },
  };
}

/** Node stops looking for slow requests once it closes, so that one of them could hold up the process for ever. */
async function drain(app: FastifyInstance, limitMs: number): Promise<void> {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, limitMs);
  await app.close();
  clearTimeout(timer);
}

interface Life {
  leaving: boolean;
  closing: boolean;
}

function addHooks(app: FastifyInstance, options: ServerOptions, life: Life): void {
  const { metrics, logger, path } = options;
  app.decorateRequest('tenantId', '');
  app.addHook('onRequest', async (request, reply) => {
    if (life.closing) return unavailable(reply);
    if (request.is404) {
      const known = request.raw.url?.split('?')[0] === path;
      return known ? answer(reply.header('allow', 'POST'), 405) : answer(reply, 404);
    }
    return authenticate(request, reply, options);
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Otherwise a connection that was busy when closing began stays open until its keep-alive ends.
    if (life.leaving) reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (_request, reply, done) => {
    metrics.answers.inc({ status: reply.statusCode });
    metrics.answerSeconds.observe(reply.elapsedTime / 1000);
    done();
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status !== undefined) return answer(reply, status);
    if (error instanceof UnavailableError) logger.warn({ err: error }, 'notification not stored');
    else logger.error({ err: error }, 'notification not taken');
    return unavailable(reply);
  });
}

/** Before the body is read: who has no token costs no memory. */
async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  { verify, metrics, logger }: ServerOptions,
): Promise<FastifyReply | undefined> {
  const verification = await verify(request.raw.rawHeaders);
  if (verification.kind === 'accepted') {
    request.setDecorator('tenantId', verification.tenantId);
    return isEncoded(request) ? answer(reply, 415) : undefined;
  }
  metrics.tokenFailures.inc({ class: verification.failure });
  logger.warn({ failure: verification.failure }, 'token not accepted');
  switch (verification.kind) {
    case 'unauthorised':
      return answer(reply.header('www-authenticate', 'Bearer'), 401);
    case 'forbidden':
      return answer(reply, 403);
    case 'keysUnavailable':
      return unavailable(reply, verification.retryAfterSeconds);
  }
}

/** Nothing is unpacked here: a small archive can hold a huge body. */
function isEncoded({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && encoding.toLowerCase() !== 'identity';
}

function addRoute(app: FastifyInstance, options: ServerOptions): void {
  const { path, receive, deadlineMs = 4_000 } = options;
  app.post(path, async (request, reply) => {
    const tenantId = request.getDecorator<string>('tenantId');
    const outcome = await withinDeadline(receive(request.body, tenantId), deadlineMs);
    return answer(reply, outcome === 'accepted' ? 202 : 400);
  });
}

/** Fastify's own refusals of a body; undefined for a fault on our side, which must never look like the sender's. */
function statusOf(error: unknown): 400 | 413 | 415 | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return status === 400 || status === 413 || status === 415 ? status : undefined;
}

function unavailable(reply: FastifyReply, seconds = retryAfterSeconds): FastifyReply {
  return answer(reply.header('retry-after', seconds), 503);
}

type Status = 202 | 400 | 401 | 403 | 404 | 405 | 413 | 415 | 503;

function answer(reply: FastifyReply, status: Status): FastifyReply {
  return reply.code(status).send();
}
