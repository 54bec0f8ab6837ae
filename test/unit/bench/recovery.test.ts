import { describe, expect, it } from 'vitest';
import { recoverySeconds } from '../../../bench/webhooks/recovery.ts';

/** Ten a second for six seconds; the burst ends after the second. */
function steady(bent: (dueMs: number) => { latencyMs?: number; outcome?: string }) {
  return Array.from({ length: 60 }, (_, index) => {
    const dueMs = index * 100;
    return { dueMs, lateMs: 0, latencyMs: 10, outcome: '202', ...bent(dueMs) };
  });
}
const burstEndMs = 2_000;
const recovery = (samples: ReturnType<typeof steady>) => recoverySeconds(samples, burstEndMs, 250);

describe('the recovery after a burst', () => {
  it('is 0 when everything after it is well, whatever came before', () => {
    expect(recovery(steady((dueMs) => (dueMs < burstEndMs ? { outcome: '503' } : {})))).toBe(0);
  });

  it('ends with the last second in which something was not accepted', () => {
    expect(recovery(steady((dueMs) => (dueMs === 4_100 ? { outcome: '503' } : {})))).toBe(3);
  });

  it('ends with the last second that was too slow', () => {
    const slow = steady((dueMs) => (dueMs < 3_500 ? { latencyMs: 251 } : { latencyMs: 250 }));
    expect(recovery(slow)).toBe(2);
  });

  it('is the whole time that was looked at when it never came', () => {
    expect(recovery(steady(() => ({ outcome: 'ECONNRESET' })))).toBe(4);
  });
});
