/** The only module that loads OpenTelemetry's SDK; `startTracing` imports it when it is asked for. */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  RandomIdGenerator,
  SamplingDecision,
  TracerProvider,
  type IdGenerator,
  type Sampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { inviteSpan, type SpanRef } from './invite-trace.ts';
import { packageVersion } from './package-version.ts';
import type { IsSampled } from './trace-sampling.ts';
import type { OpenSpan, SpanEnd, SpanStart, Tracing, TracingOptions } from './tracing.ts';

/** `ExportResultCode.SUCCESS`. */
const successCode = 0;
/** Milliseconds; a process that ends has other things to do. */
const closeLimitMs = 3_000;
const exportLimitMs = 10_000;

export function createTracing(
  options: TracingOptions & { readonly isSampled: IsSampled },
): Tracing {
  const { isSampled } = options;
  const ids = createIds();
  const provider = new TracerProvider({
    resource: resourceOf(options.serviceName),
    sampler: samplerOf(isSampled),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: watched(new OTLPTraceExporter(), options.onLost),
        scheduledDelayMillis: Number(options.env['OTEL_BSP_SCHEDULE_DELAY'] ?? '') || 5_000,
        exportTimeoutMillis: exportLimitMs,
      }),
    ],
  });
  const tracer = provider.getTracer('graph-invite-orchestrator', packageVersion());
  return {
    begin: (start) => {
      const invite = start.inviteId === undefined ? undefined : inviteSpan(start.inviteId);
      const isRoot = start.isRoot === true;
      const parent = isRoot || !invite ? ROOT_CONTEXT : childOf(invite, isSampled);
      const { name, kind, at, attributes, link } = start;
      const options = {
        kind: kinds[kind],
        attributes: { ...attributes },
        ...(at !== undefined && { startTime: at }),
        ...(link && { links: [{ context: contextOf(link, isSampled) }] }),
      };
      const span = ids.during(isRoot ? invite : undefined, () =>
        tracer.startSpan(name, options, parent),
      );
      const { traceId, spanId } = span.spanContext();
      return openSpan(span, { traceId, spanId });
    },
    close: () => atMost(closeLimitMs, provider.shutdown()),
  };
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
} as const satisfies Record<SpanStart['kind'], SpanKind>;

type SdkSpan = ReturnType<ReturnType<TracerProvider['getTracer']>['startSpan']>;

function openSpan(span: SdkSpan, ref: SpanRef): OpenSpan {
  return {
    ref,
    end: ({ at, attributes, error, events = [] }: SpanEnd = {}) => {
      span.setAttributes({ ...attributes, ...(error !== undefined && { 'error.type': error }) });
      for (const event of events) span.addEvent(event.name, event.at);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(at);
    },
  };
}

/** Random, but for the root span of an invite. */
function createIds(): IdGenerator & {
  readonly during: <T>(ref: SpanRef | undefined, begin: () => T) => T;
} {
  const random = new RandomIdGenerator();
  let forced: SpanRef | undefined;
  return {
    generateTraceId: () => forced?.traceId ?? random.generateTraceId(),
    generateSpanId: () => forced?.spanId ?? random.generateSpanId(),
    during: (ref, begin) => {
      forced = ref;
      try {
        return begin();
      } finally {
        forced = undefined;
      }
    },
  };
}

function samplerOf(isSampled: IsSampled): Sampler {
  return {
    shouldSample: (_context, traceId) => ({
      decision: isSampled(traceId)
        ? SamplingDecision.RECORD_AND_SAMPLED
        : SamplingDecision.NOT_RECORD,
    }),
    toString: () => 'ByTraceId',
  };
}

function childOf(ref: SpanRef, isSampled: IsSampled) {
  return trace.setSpanContext(ROOT_CONTEXT, contextOf(ref, isSampled));
}

function contextOf(ref: SpanRef, isSampled: IsSampled) {
  const traceFlags = isSampled(ref.traceId) ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return { ...ref, traceFlags, isRemote: true };
}

/** What the variables say comes last, and wins. */
function resourceOf(serviceName: string) {
  const own = { 'service.name': serviceName, 'service.version': packageVersion() };
  return defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({ detectors: [envDetector] }));
}

/** A collector that is away costs spans, nothing else. */
function watched(exporter: SpanExporter, onLost: (count: number) => void): SpanExporter {
  return {
    export: (spans, done) => {
      exporter.export(spans, (result) => {
        const code: number = result.code;
        if (code !== successCode) onLost(spans.length);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
