/** The worker's access tokens, from a token endpoint on loopback instead of Entra. */
import { vi } from 'vitest';
import { createAccessToken } from '../../worker/access-token.ts';
import {
  createCredential,
  type CredentialSettings,
  type TokenEndpoint,
} from '../../worker/credential.ts';
import type { TokenFailure } from '../../worker/token-failure.ts';
import type { TestTokenEndpoint } from './token-endpoint.ts';

export const azureSettings: CredentialSettings = {
  kind: 'clientSecret',
  tenantId: '7c0f1e52-3d0b-4b52-8e51-0c5f3a1b7e11',
  clientId: 'd2a6c8f0-52a7-4d3b-9a54-5b7c0a1d2e33',
  clientSecret: 'a secret of this test',
  certificatePath: '',
  certificatePassword: '',
  staticToken: '',
};

interface TokensHow extends Partial<CredentialSettings> {
  readonly graphBaseUrl?: string;
  readonly options?: TokenEndpoint;
  /** Where failures are noted. */
  readonly failures?: TokenFailure[];
}

export type TokensOf = (how?: TokensHow) => ReturnType<typeof createAccessToken>;

export function tokensOf(
  endpoint: TestTokenEndpoint,
  { graphBaseUrl, options = endpoint.options, failures = [], ...changed }: TokensHow = {},
) {
  const credential = { ...azureSettings, ...changed };
  return createAccessToken(
    { credential, graphBaseUrl: graphBaseUrl ?? 'https://graph.microsoft.com/v1.0' },
    {
      onFailure: (failure) => failures.push(failure),
      newCredential: () => createCredential(credential, options),
    },
  );
}

/** Stops the clocks that the SDK and we look at; timers go on as ever. */
export function clockStops(): void {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
}

export function clockMoves(ms: number): void {
  vi.advanceTimersByTime(ms);
}

/** As somebody sets it: time itself goes on. */
export function clockIsSet(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

export function formOf({ asked }: TestTokenEndpoint, index: number): Record<string, string> {
  return Object.fromEntries(asked[index]?.form ?? []);
}

export function claimsAsked(endpoint: TestTokenEndpoint, index: number): unknown {
  return JSON.parse(formOf(endpoint, index)['claims'] ?? '{}');
}
