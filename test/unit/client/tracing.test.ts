import { trace, type Span } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { InviteNotFoundError } from '../../../client/errors.ts';
import { withStartSpan } from '../../../client/tracing.ts';
import { inviteSpan } from '../../../runtime/invite-trace.ts';

const start = { inviteId: 'ticket-4711', callId: 'call-1', scenario: 'add' };

afterEach(() => {
  trace.disable();
});

function recording() {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }));
  return exporter;
}

describe('the start of an invite', () => {
  test('is left alone where the application traces nothing', async () => {
    expect(await withStartSpan(start, () => Promise.resolve('started'))).toBe('started');
  });

  test('is a span below the root of the invite', async () => {
    const exporter = recording();
    await withStartSpan(start, () => Promise.resolve('started'));
    const [span, ...others] = exporter.getFinishedSpans();
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'start invite',
      parentSpanContext: inviteSpan('ticket-4711'),
      links: [],
      attributes: {
        'graph_invite.id': 'ticket-4711',
        'graph_invite.call_id': 'call-1',
        'graph_invite.scenario': 'add',
      },
    });
  });

  test('goes on under a span of an SDK that cannot link running spans, or throws', async () => {
    recording();
    const context = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
    const old = { spanContext: () => context } as Span;
    const active = vi.spyOn(trace, 'getActiveSpan').mockReturnValue(old);
    expect(await withStartSpan(start, () => Promise.resolve('started'))).toBe('started');
    active.mockReturnValue({} as Span);
    expect(await withStartSpan(start, () => Promise.resolve('started'))).toBe('started');
    active.mockRestore();
  });

  test('that fails is thrown on, and shows with its code', async () => {
    const exporter = recording();
    const failure = new InviteNotFoundError('ticket-4711');
    await expect(withStartSpan(start, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(exporter.getFinishedSpans()).toMatchObject([
      { attributes: { 'error.type': failure.code }, status: { code: 2 } },
    ]);
  });
});
