import { Counter, Histogram, Registry } from 'prom-client';
import { shedReasons } from './back-pressure.ts';
import { ignoredReasons } from './notification-item.ts';
import { tokenFailures } from './verify.ts';

/** Counters of one webhooks process. Labels are closed lists: no ids, nothing a sender can choose. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `graph_invite_webhook_${name}`, help, labelNames, registers: [registry] });
  const metrics = {
    registry,
    notifications: counter('notifications_total', 'Items of notifications by what came of them', [
      'kind',
      'result',
    ]),
    refusedBodies: counter('refused_bodies_total', 'Bodies with an answer of 400 from the reader', [
      'reason',
    ]),
    emptyBatches: counter('empty_batches_total', 'Notifications without any item', []),
    answers: counter('answers_total', 'Answers by HTTP status', ['status']),
    signals: counter('signals_total', 'Signals to invites', ['signal', 'result']),
    lookUps: counter('register_lookups_total', 'Look-ups of who waits on a call', ['result']),
    tokenFailures: counter('token_failures_total', 'Requests without an accepted token', ['class']),
    shedRequests: counter('shed_requests_total', 'Requests sent away as too much is under way', [
      'reason',
    ]),
    keySetLoads: counter('key_set_loads_total', 'Loads of the signing keys', ['result']),
    signalSeconds: new Histogram({
      name: 'graph_invite_webhook_signal_seconds',
      help: 'One signal to Temporal, until it is stored or nobody waits for it',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
    answerSeconds: new Histogram({
      name: 'graph_invite_webhook_answer_seconds',
      help: 'From the request to its answer',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
  };
  showZeros(metrics);
  return metrics;
}

type Counters = Pick<
  ReturnType<typeof createMetrics>,
  | 'notifications'
  | 'signals'
  | 'lookUps'
  | 'tokenFailures'
  | 'shedRequests'
  | 'keySetLoads'
  | 'answers'
>;

const itemKinds = ['operationCompleted', 'operationFailed', 'rosterUpdated', 'callTerminated'];
const signalNames = [...itemKinds, 'originalCallTerminated'];
const results = ['stored', 'nobodyWaits', 'unavailable'];

/** What was never counted would be missing, and no alert can see the first of its kind. */
function showZeros(counters: Counters): void {
  const { notifications, signals, lookUps, tokenFailures: refused, shedRequests } = counters;
  for (const result of results) {
    for (const kind of itemKinds) notifications.inc({ kind, result }, 0);
    for (const signal of signalNames) signals.inc({ signal, result }, 0);
  }
  signals.inc({ signal: 'rosterUpdated', result: 'repeated' }, 0);
  for (const result of ignoredReasons) notifications.inc({ kind: 'ignored', result }, 0);
  for (const result of ['someoneWaits', 'nobodyWaits', 'unavailable']) lookUps.inc({ result }, 0);
  for (const name of tokenFailures) refused.inc({ class: name }, 0);
  for (const reason of shedReasons) shedRequests.inc({ reason }, 0);
  for (const result of ['loaded', 'failed']) counters.keySetLoads.inc({ result }, 0);
  for (const status of [202, 400, 401, 503]) counters.answers.inc({ status }, 0);
}
