/** One trace for each invite, from processes that hand nothing on to each other but the invite's id. */
import { createHash, randomUUID } from 'node:crypto';
import { context, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  StackContextManager,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteSpan } from '../../runtime/invite-trace.ts';
import type { ProcessUnderTest } from '../support/process.ts';
import { startObserved, type ObservedProcesses } from '../support/observed-processes.ts';
import { startCollector, type Collector } from '../support/otlp-collector.ts';
import { until } from '../support/until.ts';

const soon = { operationMs: 10_000, rosterMs: 10_000, teardownMs: 10_000, reconcileMs: 3_000 };
const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });

/** A module that says at the end of its process how much of OpenTelemetry's SDK it had loaded. */
const countLoaded = `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module';
  process.on('exit', () => {
    const paths = Object.keys(Module._cache).filter((path) => path.includes('@opentelemetry/sdk-trace'));
    process.stderr.write('modules of its SDK: ' + paths.length + '\\n');
  });
`)}`;

let collector: Collector;
let processes: ObservedProcesses;
beforeAll(async () => {
  trace.setGlobalTracerProvider(provider);
  collector = await startCollector();
  processes = await startObserved({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
});
afterAll(async () => {
  await processes.close();
  await collector.close();
  trace.disable();
  context.disable();
});

async function join(participants = [{ identity: { user: { id: randomUUID() } } }]) {
  const invite = await processes.invites.start({
    callId: processes.newCall(),
    participants,
    deadlines: soon,
  });
  await invite.result();
  return invite.inviteId;
}

const spansOf = (inviteId: string) =>
  collector.spans.filter(({ traceId }) => traceId === inviteSpan(inviteId).traceId);

async function whole(inviteId: string) {
  const has = (name: string) => spansOf(inviteId).some((span) => span.name === name);
  const awaited = ['invite', 'postInvite', 'signal operationCompleted', 'signal rosterUpdated'];
  await until(() => awaited.every(has), 'the spans of the invite');
  return spansOf(inviteId);
}

describe('an invite that joins', () => {
  test('is one trace, whose ids are a digest of its workflow id', async () => {
    const inviteId = await join();
    const spans = await whole(inviteId);
    const digest = createHash('sha256').update(`invite/${inviteId}`).digest('hex');
    const root = spans.find(({ name }) => name === 'invite');
    expect(root).toMatchObject({
      service: 'graph-invite-worker',
      traceId: digest.slice(0, 32),
      spanId: digest.slice(32, 48),
      attributes: {
        'graph_invite.id': inviteId,
        'graph_invite.scenario': 'add',
        'graph_invite.outcome': 'joined',
      },
    });
    expect(root?.parentSpanId).toBeFalsy();
    expect(root?.events).toEqual(
      expect.arrayContaining(['posting', 'awaitingOutcome', 'awaitingRoster', 'done']),
    );
    const children = spans.filter((span) => span !== root);
    expect(children.map(({ parentSpanId }) => parentSpanId)).toEqual(
      children.map(() => root?.spanId),
    );
    const services = Object.fromEntries(children.map(({ name, service }) => [name, service]));
    expect(services).toEqual({
      postInvite: 'graph-invite-worker',
      'signal operationCompleted': 'graph-invite-webhooks',
      'signal rosterUpdated': 'graph-invite-webhooks',
    });
    for (const span of children) {
      expect(span.startedAt).toBeGreaterThanOrEqual((root?.startedAt ?? 0) - 5);
      expect(span.endedAt).toBeGreaterThanOrEqual(span.startedAt);
    }
  });

  test('has signals that link to their notification, which has a trace of its own', async () => {
    const spans = await whole(await join());
    const signals = spans.filter(({ name }) => name.startsWith('signal '));
    for (const { links, traceId } of signals) {
      const [link] = links;
      const isThere = () => collector.spans.find(({ spanId }) => spanId === link?.spanId);
      const notification = await until(isThere, 'the span of the notification');
      expect(notification).toMatchObject({ name: 'notification', links: [] });
      expect(notification.traceId).not.toBe(traceId);
    }
  });

  test('begins with the span of the client, in the SDK of its application', async () => {
    const caller = provider.getTracer('application').startSpan('take a ticket');
    context.setGlobalContextManager(new StackContextManager().enable());
    const inviteId = await context.with(trace.setSpan(context.active(), caller), () => join());
    caller.end();
    const { traceId, spanId } = inviteSpan(inviteId);
    const start = exporter
      .getFinishedSpans()
      .find((span) => span.attributes['graph_invite.id'] === inviteId);
    expect(start).toMatchObject({ name: 'start invite', parentSpanContext: { traceId, spanId } });
    expect(start?.spanContext().traceId).toBe(traceId);
    expect(start?.links.map((link) => link.context.spanId)).toEqual([caller.spanContext().spanId]);
  });

  test('names no person in any span', async () => {
    const number = '+15550100142';
    await whole(await join([{ identity: { phone: { id: number } } } as never]));
    expect(JSON.stringify(collector.spans)).not.toContain('5550100142');
  });
});

test('a closing process sends what it has, and without a collector ends well all the same', async () => {
  const away = await startCollector(500);
  const others = await startObserved({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${away.url}/v1/traces`,
    NODE_OPTIONS: `--import=${countLoaded}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  const invite = await others.invites.start({
    callId: others.newCall(),
    participants: [{ identity: { user: { id: randomUUID() } } }],
    deadlines: soon,
  });
  expect(await invite.result()).toMatchObject({ outcome: 'joined' });
  expect(await others.webhooks.stop('SIGTERM')).toBe(0);
  expect(await others.worker.stop('SIGTERM')).toBe(0);
  expect(loadedModules(others.worker)).toBeGreaterThan(0);
  expect(loadedModules(others.webhooks)).toBeGreaterThan(0);
  expect(others.worker.output()).toContain('spans were not exported');
  await others.close();
  await away.close();
});

test('without an endpoint nothing of the SDK is loaded by worker and webhooks', async () => {
  const plain = await startObserved({ NODE_OPTIONS: `--import=${countLoaded}` });
  expect(await plain.webhooks.stop('SIGTERM')).toBe(0);
  expect(await plain.worker.stop('SIGTERM')).toBe(0);
  await plain.close();
  expect([plain.worker, plain.webhooks].map(loadedModules)).toEqual([0, 0]);
});

function loadedModules({ output }: ProcessUnderTest): number {
  return Number(/modules of its SDK: (\d+)/.exec(output())?.[1]);
}
