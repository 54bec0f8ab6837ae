import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What a webhook answered: a status, or the code of the error that kept it from answering. */
export type SendResult =
  | { readonly status: number; readonly error: null }
  | { readonly status: null; readonly error: string };

type Sending = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
};

export type Sender = {
  readonly send: (sending: Sending) => Promise<SendResult>;
  /** Cuts what is on the wire and closes idle connections. */
  readonly close: () => void;
};

/** An HTTP client that never follows a redirect and never rejects. */
export function createSender(): Sender {
  const closing = new AbortController();
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };

  const send = ({ url, headers, body, timeoutMs }: Sending): Promise<SendResult> =>
    new Promise((resolve) => {
      const secure = url.startsWith('https:');
      const open = secure ? httpsRequest : httpRequest;
      // A timer of our own: Node 20.20 loses that of AbortSignal.timeout inside AbortSignal.any at a garbage collection.
      const timeUp = new AbortController();
      const timer = setTimeout(() => {
        timeUp.abort();
      }, timeoutMs);
      const signal = AbortSignal.any([closing.signal, timeUp.signal]);
      const outgoing = open(url, {
        method: 'POST',
        agent: secure ? agents['https:'] : agents['http:'],
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal,
      });
      const failed = (error: Error): void => {
        resolve({ status: null, error: errorCode(error) });
      };
      outgoing.on('close', () => {
        clearTimeout(timer);
      });
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        incoming.on('error', failed);
        incoming.resume();
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, error: null });
        });
      });
      outgoing.end(body);
    });

  return {
    send,
    close: () => {
      closing.abort();
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function errorCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name;
}
