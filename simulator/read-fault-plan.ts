import type { Body } from './body.ts';
import { readMs, readNumber, readObject } from './control-reader.ts';
import { postFaults, type FaultPlan } from './faults.ts';

/** Reads a fault plan from control input. Throws ControlInputError. */
export function readFaultPlan(value: unknown): FaultPlan {
  const body = readObject(value, 'faults', ['deliveries', 'posts', 'rosters']);
  const deliveries = readObject(body['deliveries'] ?? {}, 'faults.deliveries', [
    'drop',
    'duplicate',
    'reorder',
    'reorderMs',
    'delay',
    'delayMs',
  ]);
  const posts = readObject(body['posts'] ?? {}, 'faults.posts', [...postFaults, 'holdMs']);
  const rosters = readObject(body['rosters'] ?? {}, 'faults.rosters', ['empty', 'stale']);
  return {
    deliveries: {
      drop: rate(deliveries, 'drop'),
      duplicate: rate(deliveries, 'duplicate'),
      reorder: rate(deliveries, 'reorder'),
      reorderMs: readMs(deliveries, 'reorderMs'),
      delay: rate(deliveries, 'delay'),
      delayMs: readMs(deliveries, 'delayMs'),
    },
    posts: {
      ...Object.fromEntries(postFaults.map((fault) => [fault, rate(posts, fault) ?? 0])),
      holdMs: readMs(posts, 'holdMs'),
    },
    rosters: { empty: rate(rosters, 'empty'), stale: rate(rosters, 'stale') },
  };
}

function rate(body: Body, name: string): number | undefined {
  return readNumber(body, name, { least: 0, most: 1, fractions: true });
}
