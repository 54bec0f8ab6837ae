import { Counter, Histogram, Registry } from 'prom-client';

/** Counters of one webhooks process. Labels are closed lists: no ids, nothing a sender can choose. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `graph_invite_webhook_${name}`, help, labelNames, registers: [registry] });
  return {
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
    answerSeconds: new Histogram({
      name: 'graph_invite_webhook_answer_seconds',
      help: 'From the request to its answer',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
  };
}
