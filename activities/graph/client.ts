import { randomUUID } from 'node:crypto';
import { log } from '@temporalio/activity';
import { Client, GraphError, ResponseType } from '@microsoft/microsoft-graph-client';
import { Agent } from 'undici';
import { failureOfAnswer, graphFailure } from './classify-error.ts';
import { createConnector } from './connector.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { sendingMiddleware, type Sending } from './middleware.ts';
import { pathOf } from './request-path.ts';
import { resultOfStatus, type RequestResult } from './request-result.ts';
import { claimsOf, tokenFor, type AccessToken } from './request-token.ts';
import { withTimeLimit } from './time-limit.ts';

export interface GraphClientOptions {
  /** Such as `https://graph.microsoft.com/v1.0`. */
  readonly baseUrl: string;
  readonly accessToken: AccessToken;
  /** Told of every request that was sent or tried; for metrics. */
  readonly onRequest?: (request: GraphRequestEnd) => void;
  /** For tests: `timeLimits` are those of production. */
  readonly limits?: Partial<typeof timeLimits>;
}

export interface GraphRequestEnd {
  readonly method: GraphRequest['method'];
  readonly result: RequestResult;
  readonly seconds: number;
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path segments below the base; each is checked to be one segment. */
  readonly path: readonly string[];
  readonly body?: object;
  readonly tenantId?: string | undefined;
  readonly signal: AbortSignal;
  /** Called before each try, when its token is there; a throw keeps it from being sent. */
  readonly beforeSending?: () => void;
}

export interface GraphClient {
  /** Any answer below 300; everything else is a failure of a type in `graphFaultTypes`. */
  request(request: GraphRequest): Promise<GraphAnswer>;
  close(): Promise<void>;
}

/** Milliseconds for connecting, for each token, and for everything, the second try after a 401 included. */
const timeLimits = { connectMs: 5_000, tokenMs: 5_000, requestMs: 15_000 };

/** The Graph SDK's client with our own middleware chain. */
export function createGraphClient({
  baseUrl,
  accessToken,
  onRequest = () => undefined,
  limits = {},
}: GraphClientOptions): GraphClient {
  const base = new URL(baseUrl);
  const { connectMs, tokenMs, requestMs } = { ...timeLimits, ...limits };
  const connect = createConnector(connectMs);
  // Whatever keep-alive Graph offers: a firewall may have forgotten a connection that was idle for long, without a word.
  const reading = new Agent({ connect, keepAliveMaxTimeout: 10_000 });
  // A POST gets a connection of its own: a kept one that Graph closes as we send would leave the POST unclear, and
  // 503 asks for a new one anyway.
  const posting = new Agent({ connect, pipelining: 0 });

  async function requestOnce(request: GraphRequest, token: string): Promise<GraphAnswer> {
    const path = pathOf(request.path);
    request.beforeSending?.();
    const dispatcher = request.method === 'POST' ? posting : reading;
    const clientRequestId = randomUUID();
    const sending = { token, clientRequestId, origin: base.origin, dispatcher };
    const client = clientFor(base, { ...sending, signal: request.signal });
    const call = client.api(path).responseType(ResponseType.RAW);
    const began = performance.now();
    const tell = (result: RequestResult) => {
      onRequest({ method: request.method, result, seconds: (performance.now() - began) / 1000 });
    };
    try {
      const answer = await answerOf(await sent(call, request));
      const { status, header } = answer;
      tell(resultOfStatus(status));
      const requestId = header('request-id');
      log.info('Graph answered', { method: request.method, status, clientRequestId, requestId });
      return answer;
    } catch (error) {
      const failure = failureOfBrokenRequest(error);
      tell(failure.type === 'GraphNotSent' ? 'notSent' : 'broken');
      throw failure;
    }
  }

  return {
    request: (asked) =>
      withTimeLimit(requestMs, asked.signal, async (signal) => {
        const { tenantId } = asked;
        const wait = { signal, limitMs: tokenMs };
        const token = await tokenFor(accessToken, { ...wait, request: { tenantId } });
        const answer = await requestOnce({ ...asked, signal }, token);
        if (answer.status !== 401) return succeeded(answer);
        // 401 executes nothing, so one more try with a fresh token is safe even for the POST.
        const renew = { refused: token, ...claimsOf(answer.header('www-authenticate')) };
        const renewed = await tokenFor(accessToken, { ...wait, request: { tenantId, renew } });
        return succeeded(await requestOnce({ ...asked, signal }, renewed));
      }),
    async close() {
      await Promise.all([reading.close(), posting.close()]);
    },
  };
}

function clientFor(base: URL, sending: Sending): Client {
  const at = base.href.replace(/\/+$/, '');
  const cut = at.lastIndexOf('/');
  return Client.initWithMiddleware({
    baseUrl: at.slice(0, cut + 1),
    defaultVersion: at.slice(cut + 1),
    middleware: sendingMiddleware(sending),
  });
}

type SdkRequest = ReturnType<Client['api']>;

async function sent(call: SdkRequest, { method, body }: GraphRequest): Promise<Response> {
  const response: unknown = await (method === 'POST'
    ? call.post(body)
    : method === 'DELETE'
      ? call.delete()
      : call.get());
  if (!(response instanceof Response)) throw new Error('The Graph SDK gave no response.');
  return response;
}

async function answerOf(response: Response): Promise<GraphAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    json: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function succeeded(answer: GraphAnswer): GraphAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureOfAnswer(answer);
}

function failureOfBrokenRequest(error: unknown) {
  const unsent = error instanceof GraphError && error.code === 'GraphNotSent';
  return unsent
    ? graphFailure('GraphNotSent', 'Graph could not be reached; nothing was sent.')
    : graphFailure('GraphUnclear', 'The request broke after it was sent.');
}
