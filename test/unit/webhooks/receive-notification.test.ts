import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Registration } from '../../../contracts/types.ts';
import { createLogger } from '../../../runtime/logger.ts';
import type { InviteSignal, SendSignal } from '../../../webhooks/invite-signal.ts';
import { webhooksLogFields } from '../../../webhooks/log-fields.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import { createReceiver } from '../../../webhooks/receive-notification.ts';
import { UnavailableError } from '../../../webhooks/unavailable-error.ts';

const phone = '+15550100777';
const waiting: Registration = {
  inviteId: 'invite-1',
  participantKeys: [phone],
  role: 'target',
  expiresAt: '2099-01-01T00:00:00Z',
};

function setUp(send: SendSignal = () => Promise.resolve('stored')) {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const metrics = createMetrics();
  const sent: InviteSignal[] = [];
  const receive = createReceiver({
    register: { lookUp: () => Promise.resolve([waiting]) },
    send: (signal) => {
      sent.push(signal);
      return send(signal);
    },
    metrics,
    logger: createLogger({ name: 'test', level: 'trace', fields: webhooksLogFields, destination }),
  });
  return { receive, sent, lines, text: () => metrics.registry.metrics() };
}

const person = { displayName: 'Marked Name', id: phone };
const roster = {
  changeType: 'updated',
  resource: '/app/calls/call-1/participants',
  resourceData: [
    { info: { identity: { phone: person } } },
    { info: { identity: { user: { id: 'stranger-id', displayName: 'Marked Stranger' } } } },
  ],
};
const failure = {
  changeType: 'deleted',
  resource: '/app/calls/call-1/operations/op-1',
  resourceData: {
    clientContext: 'invite-1',
    status: 'failed',
    participants: [{ identity: { phone: person } }],
    resultInfo: { code: 500, subcode: 0, message: `failed for 4:${phone}. DiagCode: 403#10151` },
  },
};

describe('a received notification', () => {
  it('becomes signals, log lines of ids and codes, and counts', async () => {
    const { receive, sent, lines, text } = setUp();
    const body = { value: [roster, failure, { resource: '/other' }, null] };
    expect(await receive(body, 'tenant-1')).toBe('accepted');
    expect(sent.map(({ name }) => name)).toEqual(['rosterUpdated', 'operationFailed']);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { kind: 'rosterUpdated', callId: 'call-1', participantCount: 2, result: 'stored' },
      {
        kind: 'operationFailed',
        inviteId: 'invite-1',
        resultInfo: { code: 500, subcode: 0, diagnosticCode: '403#10151' },
        result: 'stored',
      },
    ]);
    const counted = await text();
    expect(counted).toContain('notifications_total{kind="rosterUpdated",result="stored"} 1');
    expect(counted).toContain('notifications_total{kind="ignored",result="otherKind"} 1');
    expect(counted).toContain('notifications_total{kind="ignored",result="malformed"} 1');
  });

  it('leaves no personal data and no stranger in signals, log or metrics', async () => {
    const { receive, sent, lines, text } = setUp();
    await receive({ value: [roster, failure] }, 'tenant-1');
    const logged = lines.join('') + (await text());
    expect(logged).not.toMatch(/Marked|5550100777|stranger/);
    expect(JSON.stringify(sent)).not.toMatch(/Marked|stranger|4:\+1/);
  });

  it('without items is accepted and counted', async () => {
    const { receive, text } = setUp();
    expect(await receive({ value: [] }, 'tenant-1')).toBe('accepted');
    expect(await text()).toContain('empty_batches_total 1');
  });

  it('that is no envelope is refused and counted', async () => {
    const { receive, sent, text } = setUp();
    expect(await receive({ hello: 1 }, 'tenant-1')).toBe('refused');
    expect(sent).toEqual([]);
    expect(await text()).toContain('refused_bodies_total{reason="noEnvelope"} 1');
  });

  it('that cannot be stored fails and is counted', async () => {
    const { receive, text } = setUp(() => Promise.reject(new UnavailableError('down')));
    await expect(receive({ value: [failure] }, 'tenant-1')).rejects.toThrow(UnavailableError);
    expect(await text()).toContain(
      'notifications_total{kind="operationFailed",result="unavailable"} 1',
    );
  });
});
