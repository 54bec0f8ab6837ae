/** Why there is no new token: words and codes only. What Entra answers may name applications, tenants and users. */
export interface TokenFailure {
  /** OAuth's or the SDK's word for it, such as `invalid_client` or `network_error`; else the class of the error. */
  readonly reason: string;
  /** Entra's own code, such as `AADSTS7000222` for a secret that has expired. */
  readonly code?: string;
}

/** Nothing is decided by them. The SDK keeps both nowhere but in its text, so they are cut out of it. */
export function tokenFailureOf(error: unknown): TokenFailure {
  if (!(error instanceof Error)) return { reason: 'unknown' };
  const reason = /^[a-z]+(?:_[a-z]+)+(?=: )/.exec(error.message)?.[0] ?? error.name;
  const code = /\bAADSTS\d{1,10}\b/.exec(error.message)?.[0];
  return { reason, ...(code !== undefined && { code }) };
}
