import type { Environment } from './environment.ts';
import type { SpanRef } from './invite-trace.ts';
import { traceSampling } from './trace-sampling.ts';

/** Ids, codes and counts only, as in a log line. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanStart {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer';
  /** In whose trace, as a child of its root span; absent: a trace of its own. */
  readonly inviteId?: string;
  /** It is that root span itself. */
  readonly isRoot?: boolean;
  /** Milliseconds since the epoch; default: now. */
  readonly at?: number;
  readonly attributes: SpanAttributes;
  readonly link?: SpanRef | undefined;
}

export interface SpanEnd {
  /** Milliseconds since the epoch; default: now. */
  readonly at?: number;
  readonly attributes?: SpanAttributes;
  /** A class or code, never words of others; the span shows as an error. */
  readonly error?: string | undefined;
  readonly events?: readonly { readonly name: string; readonly at: number }[];
}

export interface OpenSpan {
  readonly ref: SpanRef;
  end(end?: SpanEnd): void;
}

export interface Tracing {
  /** Never throws, and never waits for anybody. */
  begin(start: SpanStart): OpenSpan;
  /** Sends what is left, for at most 3 s. Never rejects. */
  close(): Promise<void>;
}

export interface TracingOptions {
  readonly env: Environment;
  /** Unless `OTEL_SERVICE_NAME` names another. */
  readonly serviceName: string;
  /** Told of spans that could not be exported. */
  readonly onLost: (count: number) => void;
}

/**
 * OpenTelemetry as its own variables say. Undefined, and nothing of it is loaded, unless an OTLP endpoint is set.
 */
export async function startTracing(options: TracingOptions): Promise<Tracing | undefined> {
  if (!isAsked(options.env)) return undefined;
  const { createTracing } = await import('./tracing-sdk.ts');
  return createTracing({ ...options, isSampled: traceSampling(options.env) });
}

/** An empty variable counts as unset, here too. */
function isAsked(env: Environment): boolean {
  const isOff = env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true';
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return !isOff && env['OTEL_TRACES_EXPORTER'] !== 'none' && Boolean(endpoint);
}
