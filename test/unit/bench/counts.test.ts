import { describe, expect, it } from 'vitest';
import { countsThatDiffer } from '../../../bench/webhooks/counts-add-up.ts';
import { unexpected } from '../../../bench/webhooks/unexpected.ts';

const run = { statuses: { '202': 100, '503': 7 }, errors: 0 };

describe('the counts of server and load generator', () => {
  it('may differ by the requests that were cut at the end of each run', () => {
    expect(countsThatDiffer([run, run], { '202': 200 }, 5)).toEqual([]);
    expect(countsThatDiffer([run, run], { '202': 210 }, 5)).toEqual([]);
    expect(countsThatDiffer([run, run], { '202': 211 }, 5)).toHaveLength(1);
  });

  it('may differ by the connections that broke', () => {
    expect(countsThatDiffer([{ ...run, errors: 3 }], { '202': 108 }, 5)).toEqual([]);
  });

  it('never show more answers than were given', () => {
    expect(countsThatDiffer([run], { '202': 99 }, 5)).toHaveLength(1);
    expect(countsThatDiffer([run], {}, 5)).toHaveLength(1);
  });
});

describe('an unexpected answer', () => {
  it('is any status that is not allowed', () => {
    expect(unexpected('good ones', { '202': 5, '503': 1 }, ['202', '503'])).toEqual([]);
    expect(unexpected('good ones', { '500': 2, '202': 5 }, ['202'])).toEqual([
      'good ones: 2 got 500.',
    ]);
  });

  it('is a 503 that does not say when to come back', () => {
    const outcomes = { '503 without Retry-After': 1 };
    expect(unexpected('good ones', outcomes, ['202', '503'])).toHaveLength(1);
  });

  it('is not a connection that broke', () => {
    expect(unexpected('good ones', { ECONNRESET: 4, TimeoutError: 1 }, ['202'])).toEqual([]);
  });
});
