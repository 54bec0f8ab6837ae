/**
 * Our own middleware chain for the Graph SDK: authentication, client-request-id, send. No retry handler, because the
 * SDK's repeats a POST on 429, 503 and 504; no redirect handler, because a token must not follow one.
 */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { Dispatcher } from 'undici';
import { neverConnected } from './connector.ts';

/** The largest roster we read is far smaller; more would only fill memory (docs/reliability.md 6). */
const maxAnswerBytes = 4 * 1024 * 1024;

export interface Sending {
  readonly token: string;
  /** Fresh for each attempt; Microsoft traces by it (docs/reliability.md 6). */
  readonly clientRequestId: string;
  /** The one host that may see the token. */
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

export function sendingMiddleware(sending: Sending): Middleware {
  return {
    execute: async (context: Context) => {
      const url = urlOf(context);
      // The base is configuration and ids are checked, so this never happens; the token would be lost if it did.
      if (url.origin !== sending.origin) throw broken('GraphNotSent');
      context.response = await send(url, context, sending);
    },
  };
}

async function send(
  url: URL,
  { options }: Context,
  { token, clientRequestId, dispatcher, signal }: Sending,
): Promise<Response> {
  try {
    // undici's request follows no redirect of its own accord.
    const answer = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: methodOf(options?.method),
      headers: {
        authorization: `Bearer ${token}`,
        'client-request-id': clientRequestId,
        accept: 'application/json',
        ...(typeof options?.body === 'string' && { 'content-type': 'application/json' }),
      },
      body: typeof options?.body === 'string' ? options.body : null,
      signal,
    });
    const text = await boundedText(answer.body);
    const status = answer.statusCode;
    return new Response(bodilessStatuses.has(status) ? null : text, {
      status,
      headers: singleHeaders(answer.headers),
    });
  } catch (error) {
    throw broken(neverConnected(error) ? 'GraphNotSent' : 'GraphUnclear', error);
  }
}

/** Statuses with which a Response takes no body. */
const bodilessStatuses = new Set([204, 205, 304]);

async function boundedText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new Error('Graph answered with too large a body.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function urlOf(context: Context): URL {
  // The SDK's requests give a string; the type also allows a Request of a browser.
  const request: unknown = context.request;
  return new URL(String(request));
}

function methodOf(method: string | undefined): 'GET' | 'POST' | 'DELETE' {
  return method === 'POST' || method === 'DELETE' ? method : 'GET';
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
}

/** The Graph SDK keeps the name of an error, as `code`, and drops its cause. */
function broken(name: 'GraphNotSent' | 'GraphUnclear', cause?: unknown): Error {
  return Object.assign(new Error('The request to Graph broke.', { cause }), { name });
}
