import { describe, expect, test } from 'vitest';
import type { Registration } from '../../../contracts/types.ts';
import {
  countedRegister,
  createWorkerMetrics,
  tokenFailureClass,
} from '../../../worker/metrics.ts';
import { samplesIn } from '../../support/exposition.ts';

const registration: Registration = {
  inviteId: 'invite-1',
  participantKeys: ['a'],
  role: 'target',
  expiresAt: '2026-11-21T12:00:00.000Z',
};

describe('the metrics of a worker', () => {
  test('show failures as 0 before the first', async () => {
    const samples = samplesIn(await createWorkerMetrics().registry.metrics());
    const failures = samples.filter(({ name }) => name === 'graph_invite_token_failures_total');
    expect(failures.length).toBeGreaterThan(3);
    expect(samples.filter(({ value }) => value !== 0)).toEqual([]);
  });

  test('count registrations that were stored, and those that were not', async () => {
    const metrics = createWorkerMetrics();
    const writing = (write: () => Promise<void>) =>
      countedRegister({ register: write }, metrics).register('call-1', registration, 1_000);
    await writing(() => Promise.resolve());
    await expect(writing(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    const counted = samplesIn(await metrics.registry.metrics())
      .filter(({ name }) => name === 'graph_invite_register_writes_total')
      .map(({ labels, value }) => [labels['result'], value]);
    expect(counted).toEqual([
      ['stored', 1],
      ['failed', 1],
    ]);
  });

  test.each([
    ['invalid_client', 'invalid_client'],
    ['network_error', 'network_error'],
    ['TokenTimeout', 'timeout'],
    ['whatever_comes', 'other'],
  ])('take the token failure %s for %s', (reason, name) => {
    expect(tokenFailureClass({ reason })).toBe(name);
  });
});
