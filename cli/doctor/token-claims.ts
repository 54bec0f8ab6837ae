import { decodeJwt } from 'jose';

/** What an access token says of itself. Unchecked: it is for Graph, which alone can check it. */
export interface TokenClaims {
  readonly audience: string;
  readonly appId: string | undefined;
  readonly roles: readonly string[];
  /** Delegated: it has scopes and no roles. */
  readonly isOfUser: boolean;
  readonly expiresAt: Date | undefined;
}

/** Undefined for a token that cannot be looked into. */
export function claimsOf(token: string): TokenClaims | undefined {
  try {
    const { aud, appid, azp, roles, scp, exp } = decodeJwt(token);
    const appId = appid ?? azp;
    return {
      audience: typeof aud === 'string' ? aud : '',
      appId: typeof appId === 'string' ? appId : undefined,
      isOfUser: scp !== undefined && roles === undefined,
      expiresAt: exp === undefined ? undefined : new Date(exp * 1000),
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    };
  } catch {
    return undefined;
  }
}
