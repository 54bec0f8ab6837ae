import type { InviteEvidence } from '../checker/evidence.ts';
import type { Struck } from './nemesis.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How long after its end an outage may still be felt: what was being waited for has to be noticed as lost. */
const aftermathMs = {
  // The sticky queue of a worker that is gone.
  processes: 12_000,
  temporalKilled: 30_000,
  links: 12_000,
} as const;

/**
 * The longest time that any of the invites spent under strikes which can hold it up: the checker gives each of them so
 * much more time. What becomes of notifications and keys is no excuse: deadlines do not depend on them.
 */
export function outageMsOf(struck: readonly Struck[], invites: readonly InviteEvidence[]): number {
  const spans = merged(struck.flatMap(spanOf));
  const times = invites.map(({ runs }) => {
    const from = runs[0]?.startedAt ?? 0;
    const to = runs.at(-1)?.closedAt ?? Infinity;
    return spans.reduce((sum, span) => sum + overlapMs(span, { from, to }), 0);
  });
  return Math.max(0, ...times.filter(Number.isFinite));
}

function spanOf({ strike, from, to }: Struck): readonly Span[] {
  if (strike.lane === 'keys') return [];
  if (strike.lane === 'processes') {
    if (strike.kind.startsWith('webhooks')) return [];
    const isServer = strike.kind === 'temporalKilled';
    return [{ from, to: to + (isServer ? aftermathMs.temporalKilled : aftermathMs.processes) }];
  }
  return strike.between.startsWith('worker') ? [{ from, to: to + aftermathMs.links }] : [];
}

function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last && span.from <= last.to) {
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else all.push(span);
  }
  return all;
}

function overlapMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}
