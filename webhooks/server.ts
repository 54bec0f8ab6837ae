import type { Server } from 'node:http';
import {
  fastify,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from '../runtime/logger.ts';
import { createSparseLog, type WarnSparsely } from '../runtime/sparse-log.ts';
import { admit, type Admission, type AdmitOptions } from './admit-request.ts';
import { answer, statusOf, unavailable } from './answers.ts';
import {
  createBudget,
  createCheckLimit,
  defaultLoadLimits,
  shedUnderPressure,
  type LoadLimits,
} from './back-pressure.ts';
import { answerClientError } from './client-error.ts';
import { isFaultilyFramed } from './faulty-framing.ts';
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
  readonly metrics: Pick<Metrics, 'answers' | 'answerSeconds' | 'tokenFailures' | 'shedRequests'>;
  readonly logger: Logger;
  /** From the complete body to the answer; default 4000. */
  readonly deadlineMs?: number;
  /** How long closing waits for requests that do not come to an end; default 10000. */
  readonly drainMs?: number;
  /** Where they differ from the defaults. */
  readonly loadLimits?: Partial<LoadLimits>;
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

/** Transport only: one route, the statuses of the webhook contract, no body in any answer. */
export async function startServer(options: ServerOptions): Promise<NotificationServer> {
  const app = createApp(options);
  const life: Life = { leaving: false, closing: false };
  const warn = createSparseLog(options.logger);
  addAnswerHooks(app, options, life);
  addErrorAnswers(app, options, warn);
  await addAdmission(app, options, { life, warn });
  addBodyParser(app);
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

function createApp({ bodyLimit }: ServerOptions): FastifyInstance {
  const app = fastify({
    ...httpSettings,
    bodyLimit,
    clientErrorHandler: (error, socket) => {
      answerClientError(error, socket);
    },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      // A path that cannot even be decoded is not ours.
      void answer(reply, 404);
    },
  });
  app.server.maxConnections = maxConnections;
  // Whatever is expected: the request is looked at like any other, and Node gives no answer of its own.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  return app;
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

/** Of every answer, whoever gave it. */
function addAnswerHooks(app: FastifyInstance, { metrics }: ServerOptions, life: Life): void {
  app.addHook('onResponse', (_request, reply, done) => {
    metrics.answers.inc({ status: reply.statusCode });
    metrics.answerSeconds.observe(reply.elapsedTime / 1000);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Otherwise a connection that was busy when closing began stays open until its keep-alive ends.
    if (life.leaving) reply.header('connection', 'close');
    done();
  });
}

/** Whose body is read at all. */
async function addAdmission(
  app: FastifyInstance,
  options: ServerOptions,
  { life, warn }: { readonly life: Life; readonly warn: WarnSparsely },
): Promise<void> {
  const limits = { ...defaultLoadLimits, ...options.loadLimits };
  const shed: AdmitOptions['shed'] = (reply, reason) => {
    options.metrics.shedRequests.inc({ reason });
    warn(reason, { reason }, 'notification sent away: too much is under way');
    return unavailable(reply);
  };
  await shedUnderPressure(app, limits, (reply, reason) => void shed(reply, reason));
  const enterCheck = createCheckLimit();
  const admitOptions = { ...options, enterCheck, budget: createBudget(limits), warn, shed };
  app.decorateRequest('admission', null);
  app.addHook('onRequest', async (request, reply) => {
    if (life.closing) return unavailable(reply);
    if (isFaultilyFramed(request.raw)) return answer(reply.header('connection', 'close'), 400);
    if (request.is404) return answerElsewhere(request, reply, options.path);
    const admission = await admit(request, reply, admitOptions);
    if (!('place' in admission)) return admission;
    request.setDecorator('admission', admission);
    return undefined;
  });
}

function answerElsewhere(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const known = request.raw.url?.split('?')[0] === path;
  return known ? answer(reply.header('allow', 'POST'), 405) : answer(reply, 404);
}

function addErrorAnswers(app: FastifyInstance, { logger }: ServerOptions, warn: WarnSparsely) {
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status !== undefined) return answer(reply, status);
    if (error instanceof UnavailableError) {
      warn('notStored', { err: error }, 'notification not stored');
    } else {
      logger.error({ err: error }, 'notification not taken');
    }
    return unavailable(reply);
  });
}

function addBodyParser(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    admissionOf(request).place.resize(Buffer.byteLength(body));
    return parse(request, String(body), done);
  });
}

function addRoute(app: FastifyInstance, options: ServerOptions): void {
  const { path, receive, deadlineMs = 4_000 } = options;
  app.post(path, async (request, reply) => {
    const { tenantId, place } = admissionOf(request);
    const letGo = place.hold();
    // Not at the deadline: the work goes on after it, and so does what it takes.
    const work = receive(request.body, tenantId).finally(letGo);
    const outcome = await withinDeadline(work, deadlineMs);
    return answer(reply, outcome === 'accepted' ? 202 : 400);
  });
}

function admissionOf(request: FastifyRequest): Admission {
  return request.getDecorator<Admission>('admission');
}
