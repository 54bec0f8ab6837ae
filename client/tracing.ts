import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Span,
} from '@opentelemetry/api';
import { processEnvironment } from '../runtime/config.ts';
import { inviteSpan } from '../runtime/invite-trace.ts';
import { traceSampling } from '../runtime/trace-sampling.ts';
import { InviteError } from './errors.ts';

interface TracedStart {
  readonly inviteId: string;
  readonly callId: string;
  readonly scenario: string;
}

/**
 * A span for the start, in the trace of the invite, linked to the caller's active span and that one to it. Does nothing
 * unless the application has set up an SDK of OpenTelemetry.
 */
export async function withStartSpan<T>(start: TracedStart, work: () => Promise<T>): Promise<T> {
  const caller = trace.getActiveSpan();
  const span = unlessItThrows(() => begin(start, caller));
  unlessItThrows(() => span && caller?.addLink({ context: span.spanContext() }));
  try {
    return await work();
  } catch (error) {
    unlessItThrows(() =>
      span
        ?.setAttribute('error.type', error instanceof InviteError ? error.code : 'other')
        .setStatus({ code: SpanStatusCode.ERROR }),
    );
    throw error;
  } finally {
    unlessItThrows(() => span?.end());
  }
}

/** The application's SDK may be an old one (links to a running span came in 1.25) or none: no invite fails because of it. */
function unlessItThrows<T>(record: () => T): T | undefined {
  try {
    return record();
  } catch {
    return undefined;
  }
}

function begin({ inviteId, callId, scenario }: TracedStart, caller: Span | undefined): Span {
  const root = inviteSpan(inviteId);
  // So that the start is recorded where worker and webhooks record the rest.
  const isSampled = traceSampling(processEnvironment())(root.traceId);
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.getTracer('graph-invite-orchestrator').startSpan(
    'start invite',
    {
      kind: SpanKind.CLIENT,
      ...(caller && { links: [{ context: caller.spanContext() }] }),
      attributes: {
        'graph_invite.id': inviteId,
        'graph_invite.call_id': callId,
        'graph_invite.scenario': scenario,
      },
    },
    trace.setSpanContext(ROOT_CONTEXT, { ...root, traceFlags, isRemote: true }),
  );
}
