import { log } from '@temporalio/activity';
import { isObject } from '../../contracts/json-values.ts';
import { graphFailure } from './classify-error.ts';
import { withTimeLimit } from './time-limit.ts';

export interface TokenRequest {
  /** Whose token; absent: the tenant the credential was configured with. */
  readonly tenantId?: string | undefined;
  /** Graph refused this token: get another, and answer these claims when it asked for some. */
  readonly renew?: { readonly refused: string; readonly claims?: string };
}

export type AccessToken = (request: TokenRequest) => Promise<string>;

export interface TokenWait {
  readonly request: TokenRequest;
  readonly signal: AbortSignal;
  /** Milliseconds. A token service may be slow far beyond our time, and the POST needs its own. */
  readonly limitMs: number;
}

/**
 * A token that a header can carry.
 * @throws ApplicationFailure GraphNotSent: without a token nothing is sent. Azure's own text may name people.
 */
export async function tokenFor(
  accessToken: AccessToken,
  { request, signal, limitMs }: TokenWait,
): Promise<string> {
  try {
    const token = await withTimeLimit(limitMs, signal, (limited) =>
      Promise.race([accessToken(request), rejectedBy(limited)]),
    );
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('The token does not fit into a header.');
    return token;
  } catch {
    log.warn('No access token could be had');
    throw graphFailure('GraphNotSent', 'No access token could be had; nothing was sent.');
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => {
      reject(new Error('The time for the request ran out.'));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Continuous access evaluation sends the claims to satisfy, in base64, with its 401. What is no JSON object would only make
 * the token endpoint refuse us: then a new token is all that can be asked for.
 */
export function claimsOf(challenge: string | undefined): { claims?: string } {
  const encoded = /claims="([A-Za-z0-9+/=_-]+)"/.exec(challenge ?? '')?.[1];
  if (encoded === undefined) return {};
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    return isObject(JSON.parse(claims)) ? { claims } : {};
  } catch {
    return {};
  }
}
