import { expect, test } from 'vitest';
import type { DeliveryEntry } from '../../checker/evidence.ts';
import { garbledIn } from '../../torture/garbled.ts';
import { planTorture } from '../../torture/plan-torture.ts';

const [call] = planTorture({ seed: 1, invites: 1, faults: [], kills: 0 }).calls;
const about = (fact: string, callId = 'AB-12') => ({ callId, about: fact }) as DeliveryEntry;

function garbled(...oddities: readonly ('otherClientContext' | 'batch')[]) {
  if (!call) throw new Error('A plan has a call.');
  return garbledIn({ calls: [{ ...call, calls: [{ kind: 'group', callId: 'ab12', oddities }] }] });
}

test('a fact that its oddity made unreadable concerns nobody, alone or with others', () => {
  const isGarbled = garbled('otherClientContext');
  expect(isGarbled(about('completion'))).toBe(true);
  expect(isGarbled(about('completion+roster'))).toBe(true);
});

test('other facts, other calls and harmless oddities count', () => {
  expect(garbled('otherClientContext')(about('roster'))).toBe(false);
  expect(garbled('otherClientContext')(about('completion', 'another'))).toBe(false);
  expect(garbled('batch')(about('completion'))).toBe(false);
});
