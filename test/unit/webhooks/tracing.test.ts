import { describe, expect, test } from 'vitest';
import type { SpanEnd, SpanStart, Tracing } from '../../../runtime/tracing.ts';
import type { InviteSignal } from '../../../webhooks/invite-signal.ts';
import { traceSteps } from '../../../webhooks/tracing.ts';

const signal: InviteSignal = {
  inviteId: 'invite-1',
  name: 'operationCompleted',
  fact: { callId: 'call-1', tenantId: 'tenant-1' },
};

function recorder() {
  const spans: { start: SpanStart; end?: SpanEnd | undefined }[] = [];
  const tracing: Tracing = {
    begin: (start) => {
      const span: (typeof spans)[number] = { start };
      const number = spans.push(span);
      return {
        ref: { traceId: `trace-${number}`, spanId: `span-${number}` },
        end: (end) => {
          span.end = end;
        },
      };
    },
    close: () => Promise.resolve(),
  };
  return { spans, tracing };
}

describe('the steps of a notification', () => {
  test('are the very same without tracing', () => {
    const steps = traceSteps(undefined);
    const send = () => Promise.resolve('stored' as const);
    const receive = () => Promise.resolve('accepted' as const);
    expect([steps.send(send), steps.receive(receive)]).toEqual([send, receive]);
  });

  test('are spans, of which the signals link to their own notification', async () => {
    const { spans, tracing } = recorder();
    const steps = traceSteps(tracing);
    const send = steps.send(() => Promise.resolve('stored'));
    const receive = steps.receive(async () => {
      await Promise.all([send(signal), send({ ...signal, inviteId: 'invite-2' })]);
      return 'accepted';
    });
    await Promise.all([receive({}, 'tenant-1'), receive({}, 'tenant-1')]);
    const links = spans.map(({ start }) => [start.name, start.inviteId, start.link?.spanId]);
    expect(links).toEqual([
      ['notification', undefined, undefined],
      ['signal operationCompleted', 'invite-1', 'span-1'],
      ['signal operationCompleted', 'invite-2', 'span-1'],
      ['notification', undefined, undefined],
      ['signal operationCompleted', 'invite-1', 'span-4'],
      ['signal operationCompleted', 'invite-2', 'span-4'],
    ]);
    expect(spans.map(({ end }) => end?.attributes)).toEqual([
      { 'graph_invite.result': 'accepted' },
      { 'graph_invite.result': 'stored' },
      { 'graph_invite.result': 'stored' },
      { 'graph_invite.result': 'accepted' },
      { 'graph_invite.result': 'stored' },
      { 'graph_invite.result': 'stored' },
    ]);
  });

  test('end as errors when nothing could be stored, and say so to their caller', async () => {
    const { spans, tracing } = recorder();
    const steps = traceSteps(tracing);
    const away = new Error('away');
    const send = steps.send(() => Promise.reject(away));
    const receive = steps.receive(async () => {
      await send(signal);
      return 'accepted';
    });
    await expect(receive({}, 'tenant-1')).rejects.toBe(away);
    expect(spans.map(({ end }) => end)).toEqual([
      { error: 'unavailable' },
      { error: 'unavailable' },
    ]);
  });
});
