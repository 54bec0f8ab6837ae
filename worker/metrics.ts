import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallRegisterWriter } from '../contracts/call-register.ts';
import type { TokenFailure } from './token-failure.ts';

/**
 * What a worker counts outside of Temporal's SDK: requests to Graph, tokens, registers. Labels are closed lists. What
 * workflows count is in workflows/invite-metrics.ts and comes with the SDK's own metrics.
 */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

const methods = ['GET', 'POST', 'DELETE'] as const;

export function createWorkerMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const graphRequests = new Histogram({
    name: 'graph_invite_graph_request_seconds',
    help: 'Requests to Graph, from sending to the answer or the break',
    labelNames: ['method', 'result'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers,
  });
  const tokenFailures = new Counter({
    name: 'graph_invite_token_failures_total',
    help: 'Requests to the token endpoint that failed',
    labelNames: ['class'],
    registers,
  });
  const tokens = new Counter({
    name: 'graph_invite_tokens_fetched_total',
    help: 'Access tokens that the token endpoint gave',
    registers,
  });
  const failingTenants = new Gauge({
    name: 'graph_invite_token_failing_tenants',
    help: 'Tenants whose last request for a token failed',
    registers,
  });
  const registerWrites = new Counter({
    name: 'graph_invite_register_writes_total',
    help: 'Registrations of invites on their calls',
    labelNames: ['result'],
    registers,
  });
  for (const method of methods) graphRequests.zero({ method, result: '2xx' });
  for (const name of tokenFailureClasses) tokenFailures.inc({ class: name }, 0);
  for (const result of ['stored', 'failed']) registerWrites.inc({ result }, 0);
  return { registry, graphRequests, tokenFailures, tokens, failingTenants, registerWrites };
}

const tokenFailureClasses = [
  'invalid_client',
  'unauthorized_client',
  'invalid_grant',
  'invalid_request',
  'network_error',
  'timeout',
  'other',
] as const;

/** The words of Entra and the SDK are open; a label is not. */
export function tokenFailureClass({ reason }: TokenFailure): (typeof tokenFailureClasses)[number] {
  if (reason === 'TokenTimeout') return 'timeout';
  return tokenFailureClasses.find((name) => name === reason) ?? 'other';
}

/** The same register, its writes counted. */
export function countedRegister(
  register: CallRegisterWriter,
  { registerWrites }: Pick<WorkerMetrics, 'registerWrites'>,
): CallRegisterWriter {
  return {
    register: async (...args) => {
      try {
        await register.register(...args);
      } catch (error) {
        registerWrites.inc({ result: 'failed' });
        throw error;
      }
      registerWrites.inc({ result: 'stored' });
    },
  };
}
