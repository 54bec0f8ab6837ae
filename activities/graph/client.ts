import { randomUUID } from 'node:crypto';
import { log } from '@temporalio/activity';
import { Client, GraphError, ResponseType } from '@microsoft/microsoft-graph-client';
import { Agent } from 'undici';
import { failureOfAnswer, graphFailure } from './classify-error.ts';
import { createConnector } from './connector.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { sendingMiddleware, type Sending } from './middleware.ts';
import { withTimeLimit } from './time-limit.ts';

export interface TokenRequest {
  /** Whose token; absent: the tenant the credential was configured with. */
  readonly tenantId?: string | undefined;
  /** Graph refused the last token: get another, and answer these claims when it asked for some. */
  readonly renew?: { readonly claims?: string };
}

export interface GraphClientOptions {
  /** Such as `https://graph.microsoft.com/v1.0`. */
  readonly baseUrl: string;
  readonly accessToken: (request: TokenRequest) => Promise<string>;
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

/** Milliseconds for connecting, and for everything: token, request, and the second try after a 401. */
const connectTimeoutMs = 5_000;
const requestTimeoutMs = 15_000;

/** The Graph SDK's client with our own middleware chain. */
export function createGraphClient({ baseUrl, accessToken }: GraphClientOptions): GraphClient {
  const base = new URL(baseUrl);
  const connect = createConnector(connectTimeoutMs);
  // Whatever keep-alive Graph offers: a firewall may have forgotten a connection that was idle for long, without a word.
  const reading = new Agent({ connect, keepAliveMaxTimeout: 10_000 });
  // A POST gets a connection of its own: a kept one that Graph closes as we send would leave the POST unclear, and
  // 503 asks for a new one anyway.
  const posting = new Agent({ connect, pipelining: 0 });

  async function requestOnce(request: GraphRequest, token: string): Promise<GraphAnswer> {
    request.beforeSending?.();
    const dispatcher = request.method === 'POST' ? posting : reading;
    const clientRequestId = randomUUID();
    const sending = { token, clientRequestId, origin: base.origin, dispatcher };
    const client = clientFor(base, { ...sending, signal: request.signal });
    const call = client.api(pathOf(request.path)).responseType(ResponseType.RAW);
    try {
      const answer = await answerOf(await sent(call, request));
      const { status, header } = answer;
      const requestId = header('request-id');
      log.info('Graph answered', { method: request.method, status, clientRequestId, requestId });
      return answer;
    } catch (error) {
      throw failureOfBrokenRequest(error);
    }
  }

  return {
    request: (asked) =>
      withTimeLimit(requestTimeoutMs, asked.signal, async (signal) => {
        const request = { ...asked, signal };
        const token = await tokenFor(accessToken, request);
        const answer = await requestOnce(request, token);
        if (answer.status !== 401) return succeeded(answer);
        // 401 executes nothing, so one more try with a fresh token is safe even for the POST.
        const renew = claimsOf(answer.header('www-authenticate'));
        const renewed = await tokenFor(accessToken, request, renew);
        return succeeded(await requestOnce(request, renewed));
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

/** A token service may be slow far beyond our time; without a token nothing is sent. */
async function tokenFor(
  accessToken: GraphClientOptions['accessToken'],
  { tenantId, signal }: GraphRequest,
  renew?: TokenRequest['renew'],
): Promise<string> {
  try {
    const token = accessToken({ tenantId, ...(renew && { renew }) });
    return await Promise.race([token, rejectedBy(signal)]);
  } catch {
    throw graphFailure('GraphNotSent', 'No access token could be had; nothing was sent.');
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => {
      reject(new Error('The time for the request ran out.'));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Continuous access evaluation sends the claims to satisfy, in base64, with its 401. */
function claimsOf(challenge: string | undefined): { claims?: string } {
  const claims = /claims="([A-Za-z0-9+/=_-]+)"/.exec(challenge ?? '')?.[1];
  return claims === undefined ? {} : { claims: Buffer.from(claims, 'base64').toString('utf8') };
}

/** Ids can never change the URL's shape: each is one segment, and none is `.` or `..`. */
function pathOf(segments: readonly string[]): string {
  const isSegment = (segment: string) => segment !== '' && !/^\.{1,2}$/.test(segment);
  if (!segments.every(isSegment)) {
    throw graphFailure('GraphRefused', 'An id is no path segment; nothing was sent.');
  }
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
