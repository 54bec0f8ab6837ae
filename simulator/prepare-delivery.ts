import type { Call } from './call.ts';
import type { DeliveryDecision, DeliveryFault } from './faults/deliveries.ts';
import { newGuid } from './ids.ts';
import type { DeliveryName, LedgerPerson } from './ledger-fact.ts';

/** What is to be delivered, and what it says. */
export type Delivery = {
  readonly about: string;
  readonly clientContext: string | null;
  readonly people: readonly LedgerPerson[] | undefined;
  readonly body: string;
  /** The body with bad neighbours; null when it has no place for them. */
  readonly crowdedBody: () => string | null;
  /** Decided before: it lies, or it is not sent at all. */
  readonly fault: 'contradict' | 'forgetTeardown' | null;
};

/** A delivery with its name and the text to be sent. */
export type Sending = {
  readonly call: Call;
  readonly name: DeliveryName;
  readonly body: string;
  /** What was decided about it. */
  readonly fault: readonly DeliveryFault[];
};

/** Gives a delivery its name and its text as decided. */
export function prepareDelivery(
  call: Call,
  delivery: Delivery,
  decided: DeliveryDecision,
): Sending & { readonly dropped: boolean } {
  const { about, clientContext, people } = delivery;
  const name = { deliveryId: newGuid(), callId: call.callId, about, clientContext };
  const named = { call, name: people === undefined ? name : { ...name, people } };
  const before = delivery.fault === null ? [] : [delivery.fault];
  if (delivery.fault === 'forgetTeardown' || decided.drop) {
    const fault = decided.drop ? [...before, 'drop' as const] : before;
    return { ...named, body: '', fault, dropped: true };
  }
  const crowded = decided.badNeighbours ? delivery.crowdedBody() : null;
  const waits = decided.turn === 'now' ? [] : [decided.turn];
  const neighbours = crowded === null ? [] : ['badNeighbours' as const];
  const fault = [...before, ...waits, ...neighbours];
  return { ...named, body: crowded ?? delivery.body, fault, dropped: false };
}
