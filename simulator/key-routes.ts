import type { FastifyInstance } from 'fastify';
import type { KeyRing } from './key-ring.ts';

/** The published key set and the document that names it, as the calling service has them. */
export function addKeyRoutes(
  app: FastifyInstance,
  keys: KeyRing,
  issuer: string,
  ownUrl: () => string,
): void {
  app.get('/.well-known/keys', () => keys.jwks());
  app.get('/.well-known/OpenIdConfiguration', () => ({
    issuer,
    jwks_uri: `${ownUrl()}/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  }));
}
