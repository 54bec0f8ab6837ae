import type { TokenCredential } from '@azure/identity';
import type { AccessToken } from '../activities/index.ts';
import type { WorkerConfig } from './config.ts';
import { createCredential } from './credential.ts';
import {
  createTenantToken,
  type FetchedToken,
  type TenantToken,
  type TokenFetch,
} from './tenant-token.ts';
import type { TokenFailure } from './token-failure.ts';

export interface AccessTokenOptions {
  /** Called for each request to the token endpoint that failed, also while the last good token still serves. */
  readonly onFailure?: (failure: TokenFailure) => void;
  readonly onFetched?: () => void;
  /** Called after each request with the number of tenants whose last request failed. */
  readonly onFailing?: (tenants: number) => void;
  /** For tests: production takes the one that the settings choose. */
  readonly newCredential?: () => TokenCredential;
}

/** A caller chooses the tenant ids, so what we keep of them is bounded. */
const maxTenants = 1_000;
/** What `@azure/identity` takes for a tenant: an id or a domain. Anything else could change the URL of the endpoint. */
const tenantForm = /^[0-9A-Za-z][0-9A-Za-z.-]{0,253}$/;
/** How long before its expiry a token is renewed when Entra gives no date for it. */
const refreshBeforeMs = 5 * 60_000;

/**
 * Gives access tokens for Graph, of each tenant asked for, from the one credential of this process. Tokens live in memory
 * only.
 */
export function createAccessToken(
  { credential: settings, graphBaseUrl }: Pick<WorkerConfig, 'credential' | 'graphBaseUrl'>,
  options: AccessTokenOptions = {},
): AccessToken {
  const { staticToken } = settings;
  if (settings.kind === 'staticToken') return () => Promise.resolve(staticToken);
  const { newCredential = () => createCredential(settings) } = options;
  const ask = tokenSource(newCredential, `${new URL(graphBaseUrl).origin}/.default`);
  const tenants = new Map<string, TenantToken>();
  const failing = new Set<string>();

  function tenantOf(tenantId: string): TenantToken {
    const key = tenantId.toLowerCase();
    const known = tenants.get(key);
    const tenant = known ?? newTenant(key, tenantId);
    // The one that was asked for least lately makes room.
    tenants.delete(key);
    tenants.set(key, tenant);
    const [oldest] = tenants.keys();
    if (tenants.size > maxTenants && oldest !== undefined) {
      tenants.delete(oldest);
      failing.delete(oldest);
    }
    return tenant;
  }

  function newTenant(key: string, tenantId: string): TenantToken {
    return createTenantToken({
      ask: (how) => ask({ ...how, tenantId }),
      onFailure: (failure) => {
        if (tenants.has(key)) failing.add(key);
        options.onFailing?.(failing.size);
        options.onFailure?.(failure);
      },
      onFetched: () => {
        failing.delete(key);
        options.onFailing?.(failing.size);
        options.onFetched?.();
      },
    });
  }

  return async ({ tenantId = settings.tenantId, renew }) => {
    if (tenantId !== '' && !tenantForm.test(tenantId)) throw new Error('That is no tenant id.');
    const tenant = tenantOf(tenantId);
    return renew === undefined ? tenant.current() : tenant.renewed(renew.refused, renew.claims);
  };
}

/**
 * Has the configured tenant's token fetched, so that the first invite need not wait for it. Never rejects: a failure has
 * been told to `onFailure`, and keeps no worker from starting. Settles within 90 s.
 */
export async function warmUpToken(accessToken: AccessToken): Promise<void> {
  try {
    await accessToken({});
  } catch {
    // Each request for a token asks again.
  }
}

/** Asks the SDK, with a credential that is replaced where its memory is in the way. */
function tokenSource(newCredential: () => TokenCredential, scope: string) {
  let credential = newCredential();
  return async (how: TokenFetch & { readonly tenantId: string }): Promise<FetchedToken> => {
    const { tenantId, claims, forced } = how;
    // A credential caches its tokens and keeps the certificate it read first. Claims pass its cache by.
    if (forced && claims === undefined) credential = newCredential();
    const used = credential;
    try {
      const token = await used.getToken(scope, {
        // Always, since the SDK keeps the tokens with and without it apart: Graph challenges only who announces it.
        enableCae: true,
        ...(tenantId !== '' && { tenantId }),
        ...(claims !== undefined && { claims }),
      });
      if (!token) throw new Error('The credential gave no token.');
      const { token: text, expiresOnTimestamp: expiresAt, refreshAfterTimestamp } = token;
      const refreshAt = refreshAfterTimestamp ?? expiresAt - refreshBeforeMs;
      return { token: text, expiresAt, refreshAt };
    } catch (error) {
      // So that a rotated certificate is read again, and the SDK's own pause of 60 s after a 5xx does not outlast ours.
      if (credential === used) credential = newCredential();
      throw error;
    }
  };
}
