import { samplesIn, type Sample } from '../../test/support/exposition.ts';
import { cpuMsOf } from '../support/process-cpu.ts';
import type { MeetingStack } from './stack.ts';

/** What a load cost the processes that it went through. */
export interface Effort {
  /** Milliseconds of CPU; null where the system does not tell. */
  readonly cpuMs: Readonly<Record<'webhooks' | 'worker' | 'server', number | null>>;
  /** How late the timers of the webhooks were at most, of a hundred; milliseconds. */
  readonly loopDelayMs: { readonly p99: number; readonly most: number };
  /** Calls to Temporal that the webhooks made, as they count them. */
  readonly signals: { readonly stored: number; readonly nobodyWaits: number };
  readonly lookUps: number;
}

/** Starts to look; the answer is about the time from then on. */
export async function watchEffort(stack: MeetingStack): Promise<() => Promise<Effort>> {
  const before = await snapshot(stack);
  return async () => {
    const after = await snapshot(stack);
    const grown = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      total(after.metrics, name, labels) - total(before.metrics, name, labels);
    return {
      cpuMs: {
        webhooks: difference(before.webhooks, after.webhooks),
        worker: difference(before.worker, after.worker),
        server: difference(before.server, after.server),
      },
      // The process begins a new histogram with each look at it.
      loopDelayMs: {
        p99: total(after.metrics, 'nodejs_eventloop_lag_p99_seconds') * 1_000,
        most: total(after.metrics, 'nodejs_eventloop_lag_max_seconds') * 1_000,
      },
      signals: {
        stored: grown(signalsTotal, { result: 'stored' }),
        nobodyWaits: grown(signalsTotal, { result: 'nobodyWaits' }),
      },
      lookUps: grown('graph_invite_webhook_register_lookups_total'),
    };
  };
}

const signalsTotal = 'graph_invite_webhook_signals_total';

async function snapshot({ server, worker, webhooks }: MeetingStack) {
  const answer = await fetch(`${webhooks.adminUrl}/metrics`);
  return {
    metrics: samplesIn(await answer.text()),
    webhooks: cpuMsOf(webhooks.pid()),
    worker: cpuMsOf(worker.pid()),
    server: cpuMsOf(server.pid),
  };
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

/** The sum of all series of this name with these labels among theirs. */
function total(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return samples
    .filter((one) => one.name === name)
    .filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
