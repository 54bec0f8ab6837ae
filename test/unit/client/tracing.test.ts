import { trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, test } from 'vitest';
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

  test('that fails is thrown on, and shows with its code', async () => {
    const exporter = recording();
    const failure = new InviteNotFoundError('ticket-4711');
    await expect(withStartSpan(start, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(exporter.getFinishedSpans()).toMatchObject([
      { attributes: { 'error.type': failure.code }, status: { code: 2 } },
    ]);
  });
});
