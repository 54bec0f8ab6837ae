import { decodeJwt } from 'jose';

/** What an access token says of itself. Unchecked: it is for Graph, which alone can check it. */
export interface TokenClaims {
  readonly audience: string;
  readonly appId: string | undefined;
  readonly roles: readonly string[];
}

/** Undefined for a token that cannot be looked into. */
export function claimsOf(token: string): TokenClaims | undefined {
  try {
    const { aud, appid, azp, roles } = decodeJwt(token);
    const appId = appid ?? azp;
    return {
      audience: typeof aud === 'string' ? aud : '',
      appId: typeof appId === 'string' ? appId : undefined,
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    };
  } catch {
    return undefined;
  }
}
