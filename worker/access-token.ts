import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { TokenRequest } from '../activities/index.ts';
import type { WorkerConfig } from './config.ts';

/**
 * Gives access tokens for Graph from the one credential of this process; it caches and refreshes tokens itself. Which kind
 * is an explicit choice: a chain that tries several is hard to predict in production (docs/reliability.md 6).
 */
export function createAccessToken({
  credential: settings,
  graphBaseUrl,
}: WorkerConfig): (request: TokenRequest) => Promise<string> {
  const { staticToken } = settings;
  if (settings.kind === 'staticToken') return () => Promise.resolve(staticToken);
  let credential = credentialOf(settings);
  const scope = `${new URL(graphBaseUrl).origin}/.default`;
  return async ({ tenantId, renew }) => {
    // Graph refused the cached token and asked for no claims: only a new credential gets another one.
    if (renew && renew.claims === undefined) credential = credentialOf(settings);
    const token = await credential.getToken(scope, {
      ...(tenantId !== undefined && { tenantId }),
      ...(renew?.claims !== undefined && { claims: renew.claims }),
    });
    if (!token) throw new Error('The credential gave no token.');
    return token.token;
  };
}

function credentialOf(settings: WorkerConfig['credential']): TokenCredential {
  const { tenantId, clientId, clientSecret, certificatePath, certificatePassword } = settings;
  const options = { additionallyAllowedTenants: ['*'] };
  switch (settings.kind) {
    case 'clientSecret':
      return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
    case 'clientCertificate':
      return new ClientCertificateCredential(
        tenantId,
        clientId,
        {
          certificatePath,
          ...(certificatePassword !== '' && { certificatePassword }),
        },
        options,
      );
    case 'managedIdentity':
      return new ManagedIdentityCredential(clientId === '' ? {} : { clientId });
    case 'workloadIdentity':
      return new WorkloadIdentityCredential(options);
    case 'staticToken':
      throw new Error('A static token needs no credential.');
  }
}
