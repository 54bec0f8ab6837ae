import { normaliseId } from '../../contracts/ids.ts';
import type { Oddity } from '../../simulator/index.ts';
import type { DeliveryEntry } from '../checker/evidence.ts';
import type { TorturePlan } from './plan.ts';

/** Oddities that keep a fact from being understood although it is acknowledged, and which fact. */
const garbledFact: Partial<Record<Oddity, string>> = {
  otherClientContext: 'completion',
  bareOperation: 'completion',
  terminatingThenDeleted: 'terminated',
};

/** Whether a delivery of this plan concerns nobody, because an oddity of its call garbled it. */
export function garbledIn({
  calls,
}: Pick<TorturePlan, 'calls'>): (entry: DeliveryEntry) => boolean {
  const garbled = new Map<string, readonly string[]>();
  for (const { callId = '', oddities = [] } of calls.flatMap((call) => call.calls)) {
    const facts = oddities.flatMap((oddity) => garbledFact[oddity] ?? []);
    if (facts.length > 0) garbled.set(normaliseId(callId), facts);
  }
  return ({ callId, about }) => {
    const facts = garbled.get(normaliseId(callId)) ?? [];
    return about.split('+').some((fact) => facts.includes(fact));
  };
}
