/** A codec server on a free port, with keys of its own and payloads that were encrypted with them. */
import { request } from 'node:http';
import type { Payload } from '@temporalio/common';
import { onTestFinished } from 'vitest';
import {
  codecServerLogFields,
  startCodecServer,
  type CodecServerOptions,
} from '../../../cli/codec/codec-server.ts';
import { jsonOf, type JsonPayload } from '../../../cli/codec/json-payloads.ts';
import { createLogger } from '../../../runtime/logger.ts';
import { createPayloadCodec } from '../../../runtime/payload-codec.ts';
import { readPayloadKeys } from '../../../runtime/payload-keys.ts';
import { keyFile as writeKeyFile, newKey } from '../../support/payload-keys.ts';

export const uiOrigin = 'http://127.0.0.1:8233';

/** A key file whose one key is called k1, unless told otherwise. */
export function keyFile(keys: Readonly<Record<string, string>> = { k1: newKey() }): string {
  return writeKeyFile({ encryptWith: 'k1', keys });
}

export async function codecServer(options: Partial<CodecServerOptions> = {}) {
  const keys = readPayloadKeys(keyFile());
  let log = '';
  const destination = { write: (line: string) => (log += line) };
  const fields = codecServerLogFields;
  const server = await startCodecServer({
    host: '127.0.0.1',
    port: 0,
    keys,
    uiOrigins: new Set([uiOrigin]),
    tokenCheck: undefined,
    logger: createLogger({ name: 'codec-server', level: 'info', fields, destination }),
    ...options,
  });
  onTestFinished(() => server.close());
  return { server, keys, log: () => log };
}

/** A value as Temporal stores it, in JSON as its UI sends it. */
export async function encrypted(
  value: unknown,
  keys: ReturnType<typeof readPayloadKeys>,
  namespace = 'default',
): Promise<JsonPayload> {
  const context = { type: 'workflow', namespace, workflowId: 'graph-invite/i1' } as const;
  const [stored] = await createPayloadCodec(keys).encode([plain(value)], context);
  return jsonOf(stored as Payload);
}

export function plain(value: unknown): Payload {
  return {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(value)),
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One request with exactly these headers: `fetch` sets Host and Origin as it likes. */
export function ask(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: string | Buffer;
  } = {},
): Promise<RawAnswer> {
  const { method = 'POST', headers = {}, body = '' } = options;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers } as never, agent: false }, (got) => {
      const parts: Buffer[] = [];
      got.on('data', (part: Buffer) => parts.push(part));
      got.on('end', () => {
        resolve({
          status: got.statusCode ?? 0,
          headers: got.headers,
          body: Buffer.concat(parts).toString('utf8'),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** As the UI asks (temporalio/ui 2.50). */
export function decode(
  url: string,
  payloads: readonly JsonPayload[],
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return ask(`${url}/decode?preserveStorageRefs=true`, {
    headers: {
      'content-type': 'application/json',
      'x-namespace': 'default',
      origin: uiOrigin,
      ...headers,
    },
    body: JSON.stringify({ payloads }),
  });
}

export function payloadsIn({ body }: RawAnswer): readonly JsonPayload[] {
  return (JSON.parse(body) as { payloads: JsonPayload[] }).payloads;
}

export function clearText({ data }: JsonPayload): unknown {
  return JSON.parse(Buffer.from(data ?? '', 'base64').toString('utf8'));
}
