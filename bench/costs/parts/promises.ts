import { counts } from '../../support/figures.ts';
import type { PartReport } from '../../support/report.ts';
import { differenceOf, priceRow, type PriceRow } from '../difference.ts';
import type { Found } from '../measure-all.ts';

interface Promised {
  readonly promise: string;
  /** Names of rows. */
  readonly with: string;
  readonly without: string;
  readonly switchedOff: string;
}

const [naiveApart, naiveTogether] = ['naive, facts apart', 'naive, facts together'] as const;

const promised: readonly Promised[] = [
  {
    promise: 'everything that an invite promises, facts apart',
    ...{ with: 'add, facts apart', without: naiveApart },
    switchedOff: 'the rows below say what of it',
  },
  {
    promise:
      'everything, facts together: register, deadline of the operation, outcome in lists, one action each',
    ...{ with: 'add, facts together', without: naiveTogether },
    switchedOff: 'no',
  },
  {
    promise: 'joined only when the roster shows the person too (signal, and a deadline for it)',
    ...{ with: 'add, facts apart', without: 'add, confirmRoster: false' },
    switchedOff: '`confirmRoster: false`, or `hidden: true` where that is what you want',
  },
  {
    promise: 'a deadline of its own for the roster, when it does not come with the completion',
    ...{ with: 'add, facts apart', without: 'add, facts together' },
    switchedOff: '`confirmRoster: false`',
  },
  {
    promise: 'a replace is over only when the original call is (signal, deadline, second register)',
    ...{ with: 'replace', without: 'add, facts apart' },
    switchedOff: 'no; an invite without `replacesCallId` has none of it',
  },
  {
    promise: 'a roster of the original call is no evidence: the target is read',
    ...{ with: 'replace, the roster comes for the original call', without: 'replace' },
    switchedOff: '`confirmRoster: false`',
  },
  {
    promise: 'a limit on ringing, kept in reserve',
    ...{ with: 'add, ringMs set, answered in time', without: 'add, facts apart' },
    switchedOff: 'leave `ringMs` out (the default)',
  },
  {
    promise: 'ringing that is ended by taking the invite back',
    ...{ with: 'no answer within ringMs, taken back', without: 'no answer, as Graph says' },
    switchedOff: 'leave `ringMs` out (the default)',
  },
  {
    promise: 'a cancel takes the invite back',
    ...{ with: 'canceled while it rings, taken back', without: 'declined' },
    switchedOff: 'do not cancel',
  },
  {
    promise: 'no second ring after an unclear POST: evidence is waited for',
    ...{ with: 'unclear POST, ended by notifications', without: 'add, facts apart' },
    switchedOff: 'no; only an unclear POST costs it',
  },
  {
    promise: 'an unclear POST explained by asking Graph, when nothing is heard',
    ...{
      with: 'unclear POST, nothing heard: Graph asked',
      without: 'unclear POST, ended by notifications',
    },
    switchedOff: 'no; only when it happens',
  },
  {
    promise: 'lost notifications are repaired by asking Graph (instead of two signals)',
    ...{ with: 'all notifications lost: Graph asked', without: 'add, facts apart' },
    switchedOff: 'no; only when it happens',
  },
  {
    promise: 'a lost roster is repaired by asking Graph (instead of its signal)',
    ...{ with: 'roster lost: Graph asked', without: 'add, facts apart' },
    switchedOff: '`confirmRoster: false`',
  },
  {
    promise: 'a lost end of the original call is repaired (instead of its signal)',
    ...{ with: 'replace, end of the original call lost: Graph asked', without: 'replace' },
    switchedOff: 'no; only when it happens',
  },
  {
    promise: 'posting again, once, after Graph throttled',
    ...{ with: 'throttled once (429), then apart', without: 'add, facts apart' },
    switchedOff: 'a short `operationMs` ends it sooner',
  },
  {
    promise: 'the end of the call explained: a second for the reason that may follow',
    ...{ with: 'the call ended', without: 'declined' },
    switchedOff: 'no; only when it happens',
  },
];

/** The price of each promise: what a row costs more than the same row without it. */
export function promisesReport(found: Found): PartReport {
  const rows = rowsByName(found);
  const priced = promised.map((one) => ({
    ...one,
    difference: differenceOf(rowNamed(rows, one.with), rowNamed(rows, one.without)),
  }));
  return {
    part: 'promises',
    title: 'what each promise costs',
    circumstances: [
      'Each row is the difference between two rows of the first part, medians of all rounds. Actions are those that Temporal Cloud would bill for one invite.',
    ],
    figures: priced.map(({ with: with_, without, difference }) =>
      counts(`actions: "${with_}" over "${without}"`, [difference.actions]),
    ),
    tables: [
      {
        title: 'More than without',
        head: [
          ...['promise', 'measured as', 'actions', 'in registers', 'events', 'workflow tasks'],
          ...['activities', 'timers', 'signals', 'upserts', 'switched off by'],
        ],
        rows: priced.map(({ promise, with: with_, without, switchedOff, difference }) => [
          ...[promise, `"${with_}" over "${without}"`],
          ...Object.values(difference).map(signed),
          switchedOff,
        ]),
      },
    ],
    verdicts: [],
    wrong: [],
  };
}

function rowsByName({ invites, naive }: Found): ReadonlyMap<string, PriceRow> {
  const bare = (costs: Found['naive']['apart']) =>
    priceRow(costs.map((own) => ({ own, registerActions: 0 })));
  return new Map([
    ...invites.map(({ of, costs }) => [of.name, priceRow(costs)] as const),
    [naiveApart, bare(naive.apart)],
    [naiveTogether, bare(naive.together)],
  ]);
}

function rowNamed(rows: ReadonlyMap<string, PriceRow>, name: string): PriceRow {
  const row = rows.get(name);
  if (row === undefined) throw new Error(`Nothing was measured as "${name}".`);
  return row;
}

function signed(value: number): string {
  if (value === 0) return '0';
  return value > 0 ? `+${value}` : `−${-value}`;
}
