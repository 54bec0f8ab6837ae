import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type ClientSecretCredentialOptions,
  type TokenCredential,
} from '@azure/identity';
import type { WorkerConfig } from './config.ts';
import { withRequestLimit } from './token-request-limit.ts';

export type CredentialSettings = WorkerConfig['credential'];

/** Where tokens come from in a test; production leaves this to `@azure/identity` and its environment variables. */
export type TokenEndpoint = Pick<
  ClientSecretCredentialOptions,
  'authorityHost' | 'disableInstanceDiscovery' | 'tlsOptions' | 'proxyOptions'
>;

/**
 * The credential of the chosen kind, and no other: a chain that tries several is hard to predict in production
 * (docs/reliability.md 6). All kinds but a managed identity can give tokens of every tenant that has installed the app.
 * @throws when the kind lacks something, such as the token file of a workload identity
 */
export function createCredential(
  settings: CredentialSettings,
  endpoint: TokenEndpoint = {},
): TokenCredential {
  const { tenantId, clientId, clientSecret, certificatePath, certificatePassword } = settings;
  const options = { ...endpoint, ...withRequestLimit, additionallyAllowedTenants: ['*'] };
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
