/** Every metric that worker and webhooks can show: what the code declares, and what a real SDK was seen to show. */
import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { inviteCounterNames, inviteHistograms } from '../../../contracts/invite-metrics.ts';
import { refusalMetric } from '../../../runtime/payload-refusals.ts';
import { addProcessMetrics } from '../../../runtime/process-metrics.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import { createWorkerMetrics } from '../../../worker/metrics.ts';

export const webhooksMetrics = namesIn(createMetrics().registry);
export const workerMetrics: readonly string[] = [
  ...inviteCounterNames,
  ...inviteHistograms,
  ...namesIn(createWorkerMetrics().registry),
];
export const commonMetrics: readonly string[] = [refusalMetric];

export const processMetrics = (() => {
  const registry = new Registry();
  addProcessMetrics(registry);
  return namesIn(registry);
})();

export const sdkMetrics = (
  JSON.parse(
    readFileSync(new URL('../../fixtures/metrics/temporal-sdk.json', import.meta.url), 'utf8'),
  ) as { readonly names: readonly string[] }
).names;

/** Of Prometheus itself, about each target. */
const scrapeMetrics = ['up'];

/** Whether a process shows it: by its name, or as a part of a histogram. */
export function isShown(name: string): boolean {
  const base = name.replace(/_(?:bucket|sum|count)$/, '');
  const names = [
    ...webhooksMetrics,
    ...workerMetrics,
    ...commonMetrics,
    ...processMetrics,
    ...sdkMetrics,
    ...scrapeMetrics,
  ];
  return names.includes(name) || names.includes(base);
}

function namesIn(registry: Registry): readonly string[] {
  return registry.getMetricsAsArray().map(({ name }) => name);
}
