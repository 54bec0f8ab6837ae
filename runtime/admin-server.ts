import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';

/** What Prometheus scrapes; a `Registry` of prom-client is one. */
export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface AdminServer {
  /** With the port that was really taken. */
  readonly url: string;
  close(): Promise<void>;
}

interface AdminOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** False, or an error, answers 503: a load balancer then sends nothing more. */
  readonly isReady: () => boolean | Promise<boolean>;
  readonly metrics: MetricsSource;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

/** Health and metrics, apart from the public port so that neither is ever exposed with it. */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const server = createServer((request, response) => {
    void answer(request, options).then((result) => {
      send(response, result);
    });
  });
  const url = await listen(server, options.host, options.port);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, options: AdminOptions): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') return notFound;
  if (path === '/healthz') return { status: 200, body: 'ok\n' };
  if (path === '/readyz') return readiness(options);
  if (path === '/metrics') return scrape(options.metrics);
  return notFound;
}

const notFound: Answer = { status: 404, body: 'not found\n' };

async function readiness({ isReady }: AdminOptions): Promise<Answer> {
  try {
    if (await isReady()) return { status: 200, body: 'ready\n' };
  } catch {
    // A check that cannot be made is a check that failed; the process itself logs why.
  }
  return { status: 503, body: 'not ready\n' };
}

async function scrape(source: MetricsSource): Promise<Answer> {
  try {
    return { status: 200, type: source.contentType, body: await source.metrics() };
  } catch {
    return { status: 500, body: 'metrics could not be collected\n' };
  }
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type ?? 'text/plain; charset=utf-8' });
  response.end(body);
}
