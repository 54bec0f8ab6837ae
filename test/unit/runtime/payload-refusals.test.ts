import { expect, test } from 'vitest';
import { createLogger } from '../../../runtime/logger.ts';
import { countRefusals } from '../../../runtime/payload-refusals.ts';

test('payloads that cannot be read are counted by their reason, after the metrics of the process', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const refusals = countRefusals(createLogger({ name: 'test', level: 'info', destination }));
  refusals.add('plaintext');
  refusals.add('plaintext');
  refusals.add('broken');
  const source = {
    contentType: 'text/plain',
    own: 'own_metric 1\n',
    metrics() {
      return Promise.resolve(this.own);
    },
  };
  const counted = refusals.withCount(source);
  expect(counted.contentType).toBe('text/plain');
  expect((await counted.metrics()).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    'own_metric 1',
    'graph_invite_payloads_refused_total{reason="plaintext"} 2',
    'graph_invite_payloads_refused_total{reason="malformed"} 0',
    'graph_invite_payloads_refused_total{reason="foreign"} 0',
    'graph_invite_payloads_refused_total{reason="broken"} 1',
    '',
  ]);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'warn', reason: 'plaintext', leftOut: 0, msg: 'payload not read' },
    { reason: 'broken' },
  ]);
});
