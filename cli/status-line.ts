import type { InviteResult, InviteStatus } from '../client/index.ts';

/**
 * One line for a person: the phase, what is awaited until when, and what is known already.
 * @param now milliseconds since the epoch; then the time that is left is shown, too
 */
export function statusLine(status: InviteStatus, now?: number): string {
  const { phase, waitingUntil, outcome, joined } = status;
  const parts: readonly string[] = [
    phase,
    ...(waitingUntil === undefined
      ? []
      : [`until ${clock(waitingUntil)}${leftOf(waitingUntil, now)}`]),
    ...(outcome === undefined ? [] : [outcome]),
    ...(joined === true && outcome !== 'joined' ? ['joined'] : []),
    ...evidence(status).filter((one) => !one.endsWith('notRequired')),
  ];
  return parts.join(', ');
}

function leftOf(until: string, now: number | undefined): string {
  if (now === undefined) return '';
  const leftMs = Date.parse(until) - now;
  return ` (${leftMs > 0 ? `${Math.ceil(leftMs / 1000)} s left` : 'over'})`;
}

export function resultLine(result: InviteResult): string {
  const { scenario, participants, originalCall } = result;
  const ended = originalCall?.terminated ? ', original call ended' : '';
  const who = participants.length === 1 ? '1 person' : `${participants.length} people`;
  return `joined (${scenario}): ${who}${ended}; ${evidence(result).join(', ')}`;
}

function evidence({ confirmedBy }: Pick<InviteStatus, 'confirmedBy'>): readonly string[] {
  return Object.entries(confirmedBy ?? {}).map(([what, by]) => `${what}: ${by}`);
}

/** Local time, as a person at a terminal reads it. */
export function clock(time: string | Date): string {
  return new Date(time).toTimeString().slice(0, 8);
}
