/** Words for counts, times and codes. Nothing here repeats a name or a number of a person. */
import type { Invitee } from '../../contracts/invite.ts';
import { isObject } from '../../contracts/json-values.ts';
import type { IdentityKind } from '../../contracts/types.ts';

const kinds: Readonly<Record<IdentityKind, readonly [one: string, several: string]>> = {
  user: ['user', 'users'],
  phone: ['phone number', 'phone numbers'],
  application: ['application', 'applications'],
  guest: ['guest', 'guests'],
  device: ['device', 'devices'],
  encrypted: ['encrypted identity', 'encrypted identities'],
  onPremises: ['on-premises identity', 'on-premises identities'],
  applicationInstance: ['application instance', 'application instances'],
  assertedIdentity: ['asserted identity', 'asserted identities'],
  azureCommunicationServicesUser: ['Communication Services user', 'Communication Services users'],
};

/** Such as `2 users and 1 phone number`. */
export function peopleOf(invitees: readonly Invitee[]): string {
  const counts = new Map<IdentityKind, number>();
  for (const { kind } of invitees) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => `${count} ${kinds[kind][count === 1 ? 0 : 1]}`)
    .join(' and ');
}

export function secondsOf(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
}

/** Something from outside on one line of a terminal, with nothing in it that could move the cursor. */
export function clean(text: string, max = 120): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return shown.length > max ? `${shown.slice(0, max)}…` : shown;
}

/**
 * ` 603/0` with a blank before it, ` without a code` where Graph gave none; with the pair in Graph's text where that is
 * another one.
 */
export function codesOf(resultInfo: unknown): string {
  if (!isObject(resultInfo)) return ' without a code';
  const { code, subcode, diagnosticCode } = resultInfo;
  const pair = typeof code === 'number' ? `${code}/${numberOr0(subcode)}` : 'without a code';
  return typeof diagnosticCode === 'string' && diagnosticCode !== pair.replace('/', '#')
    ? ` ${pair} (diagnostic ${clean(diagnosticCode, 40)})`
    : ` ${pair}`;
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Such as `GraphRefused, HTTP 403 Forbidden, request 1f…`: what an activity's failure says of itself. */
export function faultOf(failureType: string, details: unknown): string {
  const { status, code, requestId } = isObject(details) ? details : {};
  const http = [
    ...(typeof status === 'number' ? [`HTTP ${status}`] : []),
    ...(typeof code === 'string' && code !== String(status) ? [clean(code, 60)] : []),
  ].join(' ');
  return [
    clean(failureType, 60) || 'no reason given',
    ...(http === '' ? [] : [http]),
    ...(typeof requestId === 'string' ? [`request ${clean(requestId, 60)}`] : []),
  ].join(', ');
}
