import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { isLoopbackHost } from './loopback-host.ts';

export type BrowserCheck =
  | { readonly allowed: true; readonly headers: OutgoingHttpHeaders }
  | { readonly allowed: false; readonly refused: 'host' | 'origin' };

/**
 * What keeps foreign web pages out. A page in the user's browser can send requests to loopback: it gives itself away by
 * its Origin, or, when its own name was made to point here (DNS rebinding), by the Host.
 * @param loopbackOnly where no token is asked for: only names of this machine may stand in Host
 */
export function checkBrowser(
  { headersDistinct }: Pick<IncomingMessage, 'headersDistinct'>,
  { uiOrigins, loopbackOnly }: { uiOrigins: ReadonlySet<string>; loopbackOnly: boolean },
): BrowserCheck {
  if (loopbackOnly && !namesThisMachine(headersDistinct['host'])) {
    return { allowed: false, refused: 'host' };
  }
  const [origin, ...more] = headersDistinct['origin'] ?? [];
  // The CLI and scripts send none.
  if (origin === undefined) return { allowed: true, headers: { vary: 'origin' } };
  if (more.length > 0 || !uiOrigins.has(origin)) return { allowed: false, refused: 'origin' };
  return { allowed: true, headers: corsHeaders(origin) };
}

function namesThisMachine(hosts: readonly string[] | undefined): boolean {
  const host = hosts?.length === 1 ? hosts[0] : undefined;
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) {
    return false;
  }
  return isLoopbackHost(new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''));
}

function corsHeaders(origin: string): OutgoingHttpHeaders {
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    // The UI's option to include credentials, for a proxy before this server that asks for a cookie.
    'access-control-allow-credentials': 'true',
  };
}

/** The answer to a preflight: what the UI sends with a decode request (temporalio/ui 2.50). */
export const preflightHeaders = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type, x-namespace, authorization, authorization-extras',
  'access-control-max-age': '600',
} as const satisfies OutgoingHttpHeaders;
