import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../../runtime/listen.ts';
import type { Logger } from '../../runtime/logger.ts';
import { answer, type Answer, type AnswerRules } from './answer.ts';
import { KeysUnavailableError } from './token-check.ts';

export interface CodecServer {
  /** With the port that was really taken; what Temporal's UI is given. */
  readonly url: string;
  close(): Promise<void>;
}

export interface CodecServerOptions extends Omit<AnswerRules, 'load'> {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly logger: Pick<Logger, 'info' | 'debug' | 'warn' | 'error'>;
  /** How long a request may take to arrive; default 10000. */
  readonly requestTimeoutMs?: number;
}

/** Members of its log lines beside the common ones: counts, and why a request was refused. */
export const codecServerLogFields = [
  'refused',
  'decrypted',
  'notEncrypted',
  'otherNamespace',
  'unknownKey',
  'unreadable',
] as const;

const closeGraceMs = 2_000;
const idleTimeoutMs = 30_000;

/**
 * Shows decrypted payloads to Temporal's UI and CLI: their "codec server", of which only `/decode` is there.
 * @throws Error when it cannot listen
 */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const { requestTimeoutMs = 10_000 } = options;
  const rules = { ...options, load: { busy: 0 } };
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(5_000, requestTimeoutMs),
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
    },
    (request, response) => {
      void respond(request, response, rules);
    },
  );
  server.maxConnections = 100;
  // Also for who asks and then reads the answer too slowly.
  server.setTimeout(idleTimeoutMs);
  const url = await listen(server, options.host, options.port);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => {
          server.closeAllConnections();
        }, closeGraceMs);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: CodecServerOptions & AnswerRules,
): Promise<void> {
  const since = performance.now();
  const { status, headers, body, refused, counts } = await answered(request, options);
  const { logger } = options;
  // Clear text in the answer: nobody on the way may keep it, and no browser may take it for a page.
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  const fields = { status, refused, ...counts, ms: Math.round(performance.now() - since) };
  // Preflights and health checks would bury what matters.
  if (refused === undefined && counts === undefined) logger.debug(fields, 'answered');
  else logger.info(fields, refused === undefined ? 'decoded' : 'refused');
}

async function answered(
  request: IncomingMessage,
  options: CodecServerOptions & AnswerRules,
): Promise<Answer> {
  try {
    return await answer(request, options);
  } catch (err) {
    if (err instanceof KeysUnavailableError) {
      options.logger.warn({ err }, 'tokens cannot be checked');
      return { status: 503, refused: 'keysUnavailable' };
    }
    options.logger.error({ err }, 'unexpected error');
    return { status: 500, refused: 'error' };
  }
}
