import { describe, expect, test } from 'vitest';
import { unacknowledgedIn, violationsOf } from '../../checker/index.ts';
import { withLedger } from './evidence-parts.ts';
import { facts, ledgerOf } from './ledger-facts.ts';
import { joined, unknown } from './stories.ts';

const again = { attempt: 2 };

describe('what got no 2xx (I7)', () => {
  test('is redelivered, lost or never sent, and counted as such', () => {
    const ledger = ledgerOf(
      [1, facts.delivered('completion', 503)],
      [2, facts.delivered('completion', 202, again)],
      [3, facts.delivered('roster', null)],
      [4, facts.delivered('roster', 503, again)],
      [5, facts.dropped('terminated')],
      [6, facts.delivered('deleted', 202)],
    );
    expect(unacknowledgedIn(ledger)).toEqual({ redelivered: 1, lost: 1, dropped: 1 });
    expect(unacknowledgedIn(ledger, 'completion')).toEqual({ redelivered: 1, lost: 0, dropped: 0 });
  });

  test('breaks nothing by itself, whether or not it came again', () => {
    const before = ledgerOf([97, facts.delivered('completion', 503)]);
    expect(violationsOf(withLedger(joined(), ...before))).toEqual([]);
    expect(violationsOf(unknown())).toEqual([]);
  });
});
