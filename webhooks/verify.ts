import { errors, jwtVerify, type CryptoKey } from 'jose';
import { isText, type JsonObject } from '../contracts/json-values.ts';
import { maxIdLength } from '../contracts/rules.ts';
import { bearerToken, tokenPart } from './bearer-token.ts';
import type { KeySet } from './key-set.ts';

/** docs/reliability.md 3: Microsoft's usual skew; and no real token lives longer than about an hour. */
const skewSeconds = 300;
const maxLifeSeconds = 24 * 3600;

export const tokenFailures = [
  'noToken',
  'severalTokens',
  'tooLong',
  'malformed',
  'algorithm',
  'unknownKey',
  'signature',
  'issuer',
  'audience',
  'time',
  'claims',
  'tenant',
  'keysUnavailable',
] as const;
/** Why a token was not accepted: for the metric only, never for the caller. */
export type TokenFailure = (typeof tokenFailures)[number];

export interface TokenRules {
  readonly audience: string;
  /** Exact strings; the government cloud's ends in a slash and must be listed so. */
  readonly issuers: readonly string[];
  /** Empty: any tenant that a valid token names. */
  readonly tenants: readonly string[];
}

export type Verification =
  | { readonly kind: 'accepted'; readonly tenantId: string }
  | { readonly kind: 'unauthorised'; readonly failure: TokenFailure }
  | { readonly kind: 'forbidden'; readonly failure: TokenFailure }
  | {
      readonly kind: 'keysUnavailable';
      readonly failure: TokenFailure;
      readonly retryAfterSeconds: number;
    };

export interface VerifyOptions {
  readonly rules: TokenRules;
  readonly keys: Pick<KeySet, 'find'>;
  readonly now: () => Date;
}

/** Decides about the sender of one request by its headers alone. Total: never throws. */
export async function verify(
  rawHeaders: readonly string[],
  options: VerifyOptions,
): Promise<Verification> {
  const bearer = bearerToken(rawHeaders);
  if (bearer.kind !== 'token') return unauthorised(carrierFailures[bearer.kind]);
  const { token } = bearer;
  const header = tokenPart(token, 0);
  if (header === undefined) return unauthorised('malformed');
  const kid = header['kid'];
  if (header['alg'] !== 'RS256') return unauthorised('algorithm');
  if (!isText(kid, maxIdLength) || hasExtension(header)) return unauthorised('malformed');
  const answer = await options.keys.find(kid);
  if (answer.kind === 'unknown') return unauthorised('unknownKey');
  if (answer.kind === 'unavailable') {
    const { retryAfterSeconds } = answer;
    return { kind: 'keysUnavailable', failure: 'keysUnavailable', retryAfterSeconds };
  }
  return verifyWith(answer.key, token, options);
}

const carrierFailures = {
  none: 'noToken',
  several: 'severalTokens',
  tooLong: 'tooLong',
  malformed: 'malformed',
} as const;

/** No extension of JWS is in use on this channel: an unencoded payload (`b64`) or anything critical is a forgery. */
function hasExtension(header: JsonObject): boolean {
  return 'crit' in header || 'b64' in header;
}

async function verifyWith(
  key: CryptoKey,
  token: string,
  { rules, now }: VerifyOptions,
): Promise<Verification> {
  const failure = await signatureOrClaimsFailure(key, token, rules, now());
  if (failure !== undefined) return unauthorised(failure);
  // The signature holds, so these are the sender's own claims; jose has read the same text.
  const claims = tokenPart(token, 1);
  if (claims === undefined) return unauthorised('claims');
  const { aud, tid } = claims;
  if (aud !== rules.audience) return unauthorised('audience');
  if (!isShortLived(claims, now())) return unauthorised('time');
  if (!isText(tid, maxIdLength)) return unauthorised('claims');
  return isAllowed(tid, rules.tenants)
    ? { kind: 'accepted', tenantId: tid }
    : { kind: 'forbidden', failure: 'tenant' };
}

async function signatureOrClaimsFailure(
  key: CryptoKey,
  token: string,
  { issuers, audience }: TokenRules,
  currentDate: Date,
): Promise<TokenFailure | undefined> {
  try {
    await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: [...issuers],
      audience,
      clockTolerance: skewSeconds,
      requiredClaims: ['exp', 'nbf', 'tid'],
      currentDate,
    });
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): TokenFailure {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWTExpired) return 'time';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'malformed';
  if (error.claim === 'iss') return 'issuer';
  if (error.claim === 'aud') return 'audience';
  return ['exp', 'nbf', 'iat'].includes(error.claim) ? 'time' : 'claims';
}

/** jose accepts ten years of life and a token from tomorrow; a real token may lack `iat` (docs/protocol.md 7). */
function isShortLived({ exp, nbf, iat }: JsonObject, now: Date): boolean {
  if (typeof exp !== 'number' || typeof nbf !== 'number') return false;
  const latestIssue = now.getTime() / 1000 + skewSeconds;
  return (
    exp > nbf &&
    exp - nbf <= maxLifeSeconds &&
    (iat === undefined || (typeof iat === 'number' && iat <= latestIssue))
  );
}

function isAllowed(tenantId: string, tenants: readonly string[]): boolean {
  return (
    tenants.length === 0 || tenants.some((one) => one.toLowerCase() === tenantId.toLowerCase())
  );
}

function unauthorised(failure: TokenFailure): Verification {
  return { kind: 'unauthorised', failure };
}
