import type { ReadableStream } from 'node:stream/web';
import { importJWK } from 'jose';
import { isObject, isText, type JsonObject } from '../contracts/json-values.ts';
import { maxIdLength } from '../contracts/rules.ts';

const maxAnswerBytes = 256 * 1024;
const minModulusBits = 2048;

/**
 * The keys of an answer that a token may be verified with: RSA of at least 2048 bits, named, for signatures. Others are
 * left out.
 * @throws Error when the answer is not 200, too big, no key set, or holds no such key
 */
export async function usableKeys(response: Response): Promise<{ readonly keys: JsonObject[] }> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The key set was answered with status ${response.status}.`);
  }
  const content: unknown = JSON.parse(await boundedText(response));
  const listed: unknown = isObject(content) ? content['keys'] : undefined;
  const candidates: readonly unknown[] = Array.isArray(listed) ? listed.slice(0, 1000) : [];
  const checked = await Promise.all(candidates.map(publicKey));
  const keys = checked.filter((key) => key !== undefined);
  if (keys.length === 0) throw new Error('The key set holds no usable key.');
  return { keys };
}

async function boundedText(response: Response): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (bytes > maxAnswerBytes) throw new Error('The key set is larger than 256 KiB.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Public members only, so that neither a private key nor anything undocumented goes any further. */
async function publicKey(jwk: unknown): Promise<JsonObject | undefined> {
  if (!isObject(jwk)) return undefined;
  const { kty, kid, n, e, use, alg } = jwk;
  if (kty !== 'RSA' || !isText(kid, maxIdLength) || !isText(n, 4096) || !isText(e, 16)) {
    return undefined;
  }
  if ((use !== undefined && use !== 'sig') || (alg !== undefined && alg !== 'RS256')) {
    return undefined;
  }
  const publicMembers = { kty, kid, n, e, use: 'sig', alg: 'RS256' };
  return (await isStrongEnough(publicMembers)) ? publicMembers : undefined;
}

async function isStrongEnough(jwk: { kty: string; n: string; e: string }): Promise<boolean> {
  try {
    const key = await importJWK(jwk, 'RS256');
    if (key instanceof Uint8Array || !('modulusLength' in key.algorithm)) return false;
    const { modulusLength } = key.algorithm;
    return typeof modulusLength === 'number' && modulusLength >= minModulusBits;
  } catch {
    return false;
  }
}
