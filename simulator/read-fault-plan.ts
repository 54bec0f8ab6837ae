import type { Body } from './body.ts';
import { ControlInputError, readMs, readNumber, readObject, readWord } from './control-reader.ts';
import type { FaultPlan } from './faults.ts';
import { callFaults } from './faults/calls.ts';
import { deliveryFaults, deliveryTimes } from './faults/deliveries.ts';
import { keySetStates } from './faults/keys.ts';
import { postFaults } from './faults/posts.ts';
import { readFaults, rosterFaults } from './faults/reads.ts';
import { retryAfterForms } from './faults/retry-after.ts';

const parts = ['deliveries', 'posts', 'reads', 'rosters', 'calls', 'keys'] as const;

/** Reads the fault plan of a simulator from control input. Throws ControlInputError. */
export function readFaultPlan(value: unknown): FaultPlan {
  const body = readObject(value, 'faults', parts);
  return {
    deliveries: readPart(body, 'deliveries', [...deliveryFaults, ...deliveryTimes], (part) => ({
      ...readRates(part, deliveryFaults),
      ...readTimes(part, deliveryTimes),
    })),
    posts: readPart(body, 'posts', [...postFaults, ...postNumbers, 'retryAfter'], (part) => ({
      ...readExclusiveRates(part, postFaults),
      holdMs: readMs(part, 'holdMs'),
      retryAfter: readWord(part, 'retryAfter', retryAfterForms),
      unauthorizedFirst: readCount(part, 'unauthorizedFirst', 0),
      throttledFirst: readCount(part, 'throttledFirst', 0),
    })),
    reads: readPart(body, 'reads', [...readFaults, 'slowMs', 'retryAfter'], (part) => ({
      ...readExclusiveRates(part, readFaults),
      slowMs: readMs(part, 'slowMs'),
      retryAfter: readWord(part, 'retryAfter', retryAfterForms),
    })),
    rosters: readPart(body, 'rosters', rosterFaults, (part) =>
      readExclusiveRates(part, rosterFaults),
    ),
    calls: readPart(body, 'calls', [...callFaults, 'endsAfterMs'], (part) => ({
      ...readExclusiveRates(part, callFaults),
      endsAfterMs: readMs(part, 'endsAfterMs'),
    })),
    keys: readPart(body, 'keys', ['keySet', 'slowMs', 'rotateKeysEvery'], (part) => ({
      keySet: readWord(part, 'keySet', keySetStates),
      slowMs: readMs(part, 'slowMs'),
      rotateKeysEvery: readCount(part, 'rotateKeysEvery', 1),
    })),
  };
}

const postNumbers = ['holdMs', 'unauthorizedFirst', 'throttledFirst'];

/** Reads the fault plan of one call: all but the keys, which calls share. Throws ControlInputError. */
export function readCallFaultPlan(value: unknown): FaultPlan {
  const plan = readFaultPlan(value);
  if (plan.keys === undefined) return plan;
  throw new ControlInputError('faults.keys holds for the whole simulator, not for one call');
}

/** A part of the plan, absent when it is absent; errors name the part. */
function readPart<Part>(
  body: Body,
  name: (typeof parts)[number],
  members: readonly string[],
  read: (part: Body) => Part,
): Part | undefined {
  if (body[name] === undefined) return undefined;
  const part = readObject(body[name], `faults.${name}`, members);
  try {
    return read(part);
  } catch (error) {
    if (!(error instanceof ControlInputError)) throw error;
    throw new ControlInputError(`faults.${name}.${error.message}`);
  }
}

type Numbers = Readonly<Record<string, number | undefined>>;

function readRates(part: Body, names: readonly string[]): Numbers {
  const bounds = { least: 0, most: 1, fractions: true };
  return Object.fromEntries(names.map((name) => [name, readNumber(part, name, bounds)]));
}

/** Rates of which one at most happens: together they are a share of all, so not above 1. */
function readExclusiveRates(part: Body, names: readonly string[]): Numbers {
  const rates = readRates(part, names);
  const sum = Object.values(rates).reduce<number>((total, rate) => total + (rate ?? 0), 0);
  // Ten times 0.1 is a little more than 1 in binary.
  if (sum < 1 + 1e-9) return rates;
  throw new ControlInputError(`${names.join(' + ')} must not be above 1`);
}

function readTimes(part: Body, names: readonly string[]): Numbers {
  return Object.fromEntries(names.map((name) => [name, readMs(part, name)]));
}

function readCount(part: Body, name: string, least: number): number | undefined {
  return readNumber(part, name, { least, most: 1_000_000 });
}
