import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { PayloadKeys } from '../../runtime/payload-keys.ts';
import { checkBrowser, preflightHeaders } from './browser-rules.ts';
import { decodePayloads, type DecodedPayload, type Reading } from './decode-payloads.ts';
import { JsonPayloadsSchema } from './json-payloads.ts';
import { readBody } from './read-body.ts';
import type { TokenCheck } from './token-check.ts';

/** Of a request to decode; a server of Temporal allows 4 MiB in one message. */
const bodyLimit = 4 * 1024 * 1024;
/** A history of 50,000 events is read in pages of far fewer; 4 MiB of `{}` would be more than a million. */
const maxPayloads = 10_000;
/** Bodies that are read or decoded at a time: each may take some 100 MiB while it is. */
const maxBusy = 4;

export interface AnswerRules {
  readonly keys: PayloadKeys;
  readonly uiOrigins: ReadonlySet<string>;
  /** Undefined: no token is asked for, and only names of this machine may stand in Host. */
  readonly tokenCheck: TokenCheck | undefined;
  /** How many bodies are under way. */
  readonly load: { busy: number };
}

export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  /** For the log: why not, or how many payloads of each kind. */
  readonly refused?: string;
  readonly counts?: Partial<Record<Reading, number>>;
}

/** Decides about one request, from who asks to what is answered. Refusals have no body. */
export async function answer(request: IncomingMessage, rules: AnswerRules): Promise<Answer> {
  const { uiOrigins, tokenCheck } = rules;
  const browser = checkBrowser(request, { uiOrigins, loopbackOnly: tokenCheck === undefined });
  if (!browser.allowed) return { status: 403, refused: browser.refused };
  const { headers, ...rest } = await answerAllowed(request, rules);
  return { ...rest, headers: { ...browser.headers, ...headers } };
}

async function answerAllowed(request: IncomingMessage, rules: AnswerRules): Promise<Answer> {
  const { method } = request;
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path === '/healthz') return health(method);
  // Temporal's protocol looks at the end of the path only, so that a proxy may put anything before it.
  if (!path.endsWith('/decode')) return { status: 404, refused: 'path' };
  if (method === 'OPTIONS') return { status: 204, headers: preflightHeaders };
  if (method !== 'POST') {
    return { status: 405, headers: { allow: 'POST, OPTIONS' }, refused: 'method' };
  }
  return (await refusedToken(request, rules.tokenCheck)) ?? (await decodeInTurn(request, rules));
}

async function decodeInTurn(request: IncomingMessage, { keys, load }: AnswerRules) {
  if (load.busy >= maxBusy) {
    return { status: 503, headers: { 'retry-after': '1', connection: 'close' }, refused: 'busy' };
  }
  load.busy += 1;
  try {
    return await decode(request, keys);
  } finally {
    load.busy -= 1;
  }
}

function health(method: string | undefined): Answer {
  return method === 'GET' || method === 'HEAD'
    ? { status: 200, body: '{"ok":true}' }
    : { status: 405, headers: { allow: 'GET, HEAD' }, refused: 'method' };
}

/** @throws KeysUnavailableError */
async function refusedToken(
  { headersDistinct }: IncomingMessage,
  tokenCheck: TokenCheck | undefined,
): Promise<Answer | undefined> {
  if (tokenCheck === undefined) return undefined;
  const values = headersDistinct['authorization'] ?? [];
  // Of two, a proxy before this server may have looked at the other.
  const decision = values.length === 1 ? await tokenCheck(values[0]) : 'refused';
  if (decision === 'accepted') return undefined;
  return { status: 401, headers: { 'www-authenticate': 'Bearer' }, refused: 'token' };
}

async function decode(request: IncomingMessage, keys: PayloadKeys): Promise<Answer> {
  if (!isPlainJson(request)) return { status: 415, refused: 'type' };
  const body = await readBody(request, bodyLimit);
  if (body.kind === 'tooLarge') {
    return { status: 413, headers: { connection: 'close' }, refused: 'size' };
  }
  const asked = body.kind === 'text' ? payloadsOf(body.text) : undefined;
  if (asked === undefined) return { status: 400, refused: 'body' };
  const namespace = request.headersDistinct['x-namespace']?.join();
  const decoded = await decodePayloads(asked, namespace, keys);
  return {
    status: 200,
    body: JSON.stringify({ payloads: decoded.map(({ payload }) => payload) }),
    counts: countsOf(decoded),
  };
}

/** Of another type a browser would send it without asking first. */
function isPlainJson({ headers }: IncomingMessage): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  return type === 'application/json' && encoding === 'identity';
}

function payloadsOf(text: string) {
  try {
    const asked: unknown = JSON.parse(text);
    return isShort(asked) ? JsonPayloadsSchema.safeParse(asked).data?.payloads : undefined;
  } catch {
    return undefined;
  }
}

/** Before anything is made of each of them. */
function isShort(asked: unknown): boolean {
  const listed: unknown =
    typeof asked === 'object' && asked !== null && 'payloads' in asked ? asked.payloads : [];
  return !Array.isArray(listed) || listed.length <= maxPayloads;
}

function countsOf(decoded: readonly DecodedPayload[]): Partial<Record<Reading, number>> {
  const counts: Partial<Record<Reading, number>> = {};
  for (const { reading } of decoded) counts[reading] = (counts[reading] ?? 0) + 1;
  return counts;
}
