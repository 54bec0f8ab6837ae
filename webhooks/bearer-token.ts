import { isObject, type JsonObject } from '../contracts/json-values.ts';

const maxTokenLength = 8192;
const bearer = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

export type BearerToken =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' | 'several' | 'tooLong' | 'malformed' };

/**
 * The one bearer token of a request.
 * @param rawHeaders as Node keeps them, names and values in turn: its parsed headers hold only the first of two
 *   Authorization headers, and a proxy before it may have looked at the other
 */
export function bearerToken(rawHeaders: readonly string[]): BearerToken {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization',
  );
  const value = values[0];
  if (value === undefined) return { kind: 'none' };
  if (values.length > 1) return { kind: 'several' };
  if (value.length > maxTokenLength + 'Bearer '.length) return { kind: 'tooLong' };
  const token = bearer.exec(value)?.[1];
  return token === undefined ? { kind: 'malformed' } : { kind: 'token', token };
}

/** One part of a token as the JSON object it must be; undefined when it is none or writes a name twice. */
export function tokenPart(token: string, index: 0 | 1): JsonObject | undefined {
  const text = decodeUtf8(token.split('.')[index] ?? '');
  const value = text === undefined ? undefined : parseJson(text);
  // JSON.parse keeps the last of two members of one name; other readers keep the first.
  return isObject(value) && text !== undefined && memberCount(text) === Object.keys(value).length
    ? value
    : undefined;
}

function decodeUtf8(base64url: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64url, 'base64url'));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How many members the outermost object of a valid JSON text writes, repeated names counted each time. */
function memberCount(text: string): number {
  let depth = 0;
  let members = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (mark === '{' || mark === '[') depth += 1;
    else if (mark === '}' || mark === ']') depth -= 1;
    else if (mark === ':' && depth === 1) members += 1;
  }
  return members;
}
