import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

export interface TokenRules {
  /** Exact. */
  readonly issuer: string;
  readonly audience: string;
  /** Of the issuer's signing keys. */
  readonly keySetUrl: string;
}

/** Decides about an Authorization header. @throws KeysUnavailableError when the signing keys cannot be had */
export type TokenCheck = (authorization: string | undefined) => Promise<'accepted' | 'refused'>;

/** Nothing can be said about any token. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

const bearer = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
const skewSeconds = 60;
const fetchTimeoutMs = 3_000;

/** The check of bearer tokens; RS256 and ES256 only, so that no token chooses how it is verified. */
export function createTokenCheck({ issuer, audience, keySetUrl }: TokenRules): TokenCheck {
  const keys = keysFrom(keySetUrl);
  return async (authorization) => {
    const token = bearer.exec(authorization ?? '')?.[1];
    if (token === undefined) return 'refused';
    try {
      await jwtVerify(token, keys, {
        algorithms: ['RS256', 'ES256'],
        issuer,
        audience,
        requiredClaims: ['exp'],
        clockTolerance: skewSeconds,
      });
      return 'accepted';
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      return 'refused';
    }
  };
}

/** jose's remote set, with "no such key" told apart from "no keys at all". */
function keysFrom(url: string): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), { timeoutDuration: fetchTimeoutMs });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      throw new KeysUnavailableError('The signing keys cannot be had.', { cause: error });
    }
  };
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
