import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepTemporal } from '../../../runtime/steady-temporal.ts';
import type { TemporalConnection } from '../../../runtime/temporal-connection.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection whose server answers or does not. */
function connection(name: string, isAnswered: () => boolean) {
  const closed: string[] = [];
  const client = {
    withDeadline: () => (isAnswered() ? Promise.resolve() : Promise.reject(new Error('silence'))),
  };
  const temporal = {
    ...{ address: name, namespace: 'default', client: client as unknown as Client },
    close: () => {
      closed.push(name);
      return Promise.resolve();
    },
  } as unknown as TemporalConnection;
  return { temporal, closed };
}

describe('a connection to Temporal', () => {
  test('is replaced when only a new one is answered for half a minute, and closed afterwards', async () => {
    const stuck = connection('stuck', () => false);
    const fresh = connection('fresh', () => true);
    const told = vi.fn();
    const kept = keepTemporal(stuck.temporal, () => fresh.temporal, told);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(kept.client()).toBe(stuck.temporal.client);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(kept.client()).toBe(fresh.temporal.client);
    expect(told).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stuck.closed).toEqual(['stuck']);
    await kept.close();
    expect(fresh.closed).toEqual(['fresh']);
  });

  test('stays while nobody answers anybody, and the new ones are closed', async () => {
    const first = connection('first', () => false);
    const others = connection('other', () => false);
    const kept = keepTemporal(first.temporal, () => others.temporal);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.client()).toBe(first.temporal.client);
    expect(others.closed.length).toBeGreaterThan(3);
    await kept.close();
  });

  test('stays, and so does the process, when no new one can be made', async () => {
    const first = connection('first', () => false);
    const told = vi.fn();
    const kept = keepTemporal(
      first.temporal,
      () => {
        throw new Error('the certificate cannot be read');
      },
      told,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.client()).toBe(first.temporal.client);
    expect(told).toHaveBeenCalledWith(expect.any(Error));
    await kept.close();
  });
});
