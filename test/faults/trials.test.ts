/**
 * Each fault of Graph and its notifications, many times over (docs/reliability.md 7): 20 trials of 20 invites, FAULT_TRIALS
 * for more. The same seed gives the same faults; FAULT_SEED for another.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '../../simulator/index.ts';
import { describeSummary, describeViolations, summaryOf, violationsOf } from '../checker/index.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { runFaultTrials, type FaultTrials } from '../support/fault-trials.ts';

const trials = Number(process.env['FAULT_TRIALS'] ?? 20);
const seed = Number(process.env['FAULT_SEED'] ?? 1);

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed });
});
afterAll(async () => {
  await cloud.close();
});

/** Deadlines that pass only when something is lost, and those of a fault that loses something. */
const patient = {
  operationMs: 30_000,
  rosterMs: 20_000,
  teardownMs: 20_000,
  reconcileMs: 10_000,
  unknownMs: 30_000,
};
const brief = {
  operationMs: 4_000,
  rosterMs: 1_500,
  teardownMs: 1_500,
  reconcileMs: 8_000,
  unknownMs: 3_000,
};

interface Row extends FaultTrials {
  readonly row: string;
  readonly name: string;
  /** How the ledger shows that the fault happened at all. */
  readonly happened: (entry: LedgerEntry) => boolean;
}

const isPost = (entry: LedgerEntry, ...faults: string[]) =>
  entry.type === 'postReceived' && faults.includes(entry.fault ?? '');
const isDelivery = (entry: LedgerEntry, fault: string) =>
  entry.type === 'deliveryAttempted' && (entry.fault ?? []).includes(fault);

const rows: readonly Row[] = [
  {
    row: '21',
    name: 'each notification twice, and once more later',
    faults: { deliveries: { duplicate: 1, repeat: 0.5, repeatMs: 700 } },
    deadlines: patient,
    happened: (entry) => isDelivery(entry, 'duplicate'),
  },
  {
    row: '22',
    name: 'notifications out of order',
    faults: { deliveries: { reorder: 0.5, delay: 0.3, delayMs: 200 } },
    deadlines: patient,
    happened: (entry) => isDelivery(entry, 'reorder'),
  },
  {
    row: '23',
    name: 'notifications that never come',
    faults: { deliveries: { drop: 0.4 } },
    deadlines: brief,
    happened: ({ type }) => type === 'deliveryDropped',
  },
  {
    row: '24',
    name: 'notifications after the deadline',
    faults: { deliveries: { late: 0.4, lateMs: 7_000 } },
    deadlines: brief,
    happened: (entry) => isDelivery(entry, 'late'),
  },
  {
    row: '25',
    name: 'completion before the answer',
    faults: {},
    script: { answer: { kind: 'completionBeforeAnswer' } },
    deadlines: patient,
    happened: ({ type }) => type === 'operationEnded',
  },
  {
    row: '26',
    name: 'completed and then failed, failed and then completed',
    faults: { deliveries: { contradict: 1, contradictMs: 20 } },
    deadlines: patient,
    happened: (entry) => isDelivery(entry, 'contradict'),
  },
  {
    row: '27',
    name: 'true items among ill-formed and foreign ones',
    faults: { deliveries: { badNeighbours: 1 } },
    deadlines: patient,
    happened: (entry) => isDelivery(entry, 'badNeighbours'),
  },
  {
    row: '32',
    name: 'storms of 429 and 503 with each form of Retry-After',
    faults: { posts: { throttled: 0.5, unavailable: 0.2 } },
    deadlines: { ...patient, operationMs: 12_000 },
    happened: (entry) => isPost(entry, 'throttled'),
  },
  {
    row: '33',
    name: '500, 502 and 504, executed and not',
    faults: { posts: { serverError: 0.3, executedServerError: 0.5 } },
    deadlines: brief,
    happened: (entry) => isPost(entry, 'executedServerError'),
  },
  {
    row: '33',
    name: '500, 502 and 504 with one more POST allowed',
    faults: { posts: { serverError: 0.3, executedServerError: 0.5 } },
    deadlines: brief,
    onUnknownOutcome: 'repostOnce',
    happened: (entry) => isPost(entry, 'serverError'),
  },
  {
    row: '16',
    name: 'connections cut before the POST was executed, and after',
    faults: { posts: { cutRequest: 0.3, cutResponse: 0.3, executedButTimedOut: 0.2, holdMs: 500 } },
    deadlines: brief,
    happened: (entry) => isPost(entry, 'cutResponse'),
  },
  {
    row: '34',
    name: 'answers that nobody can read',
    faults: { posts: { emptyAnswer: 0.25, truncatedAnswer: 0.25, htmlAnswer: 0.25 } },
    deadlines: brief,
    happened: (entry) => isPost(entry, 'truncatedAnswer'),
  },
  {
    row: '35',
    name: 'tokens that Graph no longer takes',
    faults: { posts: { unauthorizedFirst: 1, unauthorized: 0.2 } },
    deadlines: patient,
    happened: (entry) => isPost(entry, 'unauthorized'),
  },
  {
    row: '10',
    name: 'lost notifications, and Graph hard to ask',
    faults: {
      deliveries: { drop: 0.6 },
      reads: { serverError: 0.3, cut: 0.2, throttled: 0.1, slow: 0.1, slowMs: 700 },
    },
    deadlines: brief,
    happened: (entry) => entry.type === 'readAnswered' && entry.fault === 'serverError',
  },
  {
    row: '23',
    name: 'lost notifications, and rosters empty or old',
    faults: { deliveries: { drop: 0.6 }, rosters: { empty: 0.4, stale: 0.2 } },
    deadlines: brief,
    happened: (entry) => entry.type === 'readAnswered' && entry.fault === 'empty',
  },
  {
    row: '23',
    name: 'forgotten teardowns',
    faults: { deliveries: { forgetTeardown: 0.7 } },
    deadlines: brief,
    happened: ({ type }) => type === 'deliveryDropped',
  },
  {
    row: '37',
    name: 'calls that end before, during and after the POST',
    faults: { calls: { endsOnPost: 0.15, endsBeforeAnswer: 0.15, endsWhileRinging: 0.3 } },
    deadlines: patient,
    happened: (entry) => entry.type === 'callEnded' && entry.cause === 'fault',
  },
  {
    row: '56',
    name: 'a little of everything',
    faults: {
      deliveries: {
        ...{ drop: 0.1, duplicate: 0.2, reorder: 0.2, delay: 0.1, late: 0.05, repeat: 0.1 },
        ...{ badNeighbours: 0.1, contradict: 0.05, forgetTeardown: 0.2 },
      },
      posts: {
        ...{ cutRequest: 0.04, cutResponse: 0.04, emptyAnswer: 0.04, htmlAnswer: 0.04 },
        ...{ throttled: 0.05, serverError: 0.04, executedServerError: 0.04, unauthorized: 0.04 },
      },
      reads: { serverError: 0.1, cut: 0.1 },
      rosters: { empty: 0.1, stale: 0.05 },
      calls: { endsWhileRinging: 0.02 },
    },
    deadlines: brief,
    happened: ({ type }) => type === 'deliveryDropped',
  },
];

for (const { row, name, happened, ...faults } of rows) {
  const title = `row ${row}: ${name}, ${trials} trials of 20 invites with seed ${seed}`;
  const timeout = 60_000 + trials * 15_000;
  test(title, { timeout }, async ({ annotate }) => {
    const evidence = await runFaultTrials(cloud, faults, trials);
    await annotate(describeSummary(summaryOf(evidence)), 'figures');
    expect(evidence.ledger.some(happened)).toBe(true);
    const violations = violationsOf(evidence);
    expect(violations, describeViolations(violations)).toEqual([]);
  });
}
