import { request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { TLSSocket } from 'node:tls';

export interface Answer {
  readonly status: number;
  /** At most 256 KiB of it. */
  readonly body: Buffer;
  /** Of the answering machine, by its clock; undefined when it does not tell. */
  readonly date: Date | undefined;
  /** When its certificate ends; undefined without TLS. */
  readonly certificateEnds: Date | undefined;
}

const answerWithinMs = 10_000;
const maxBodyBytes = 256 * 1024;

/** One request on a connection of its own; follows no redirect. @throws the socket's or TLS's error, with its code */
export async function ask(
  url: string,
  options: Pick<RequestOptions, 'method' | 'headers'> & { readonly body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const open = url.startsWith('https:') ? overHttps : overHttp;
  const signal = AbortSignal.timeout(answerWithinMs);
  return await new Promise((resolve, reject) => {
    const outgoing = open(url, { method, headers, signal, agent: false }, (incoming) => {
      const { socket } = incoming;
      const certificateEnds =
        socket instanceof TLSSocket ? dateOf(socket.getPeerCertificate().valid_to) : undefined;
      const parts: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (part: Buffer) => {
        bytes += part.byteLength;
        if (bytes > maxBodyBytes) incoming.destroy(new Error('the answer is larger than 256 KiB'));
        else parts.push(part);
      });
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(parts),
          date: dateOf(incoming.headers.date),
          certificateEnds,
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Without what may be secret: a query, user and password. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'no connection in time',
  ABORT_ERR: 'no answer within 10 s',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not of a known authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send its intermediate certificates',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  EPROTO: 'it does not speak TLS there',
};

/** A few words for a person; the code where there are none of ours. */
export function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const known = code === undefined ? undefined : words[code];
  if (known !== undefined) return known;
  if (code !== undefined) return code;
  return error instanceof Error ? error.message : 'unknown reason';
}
