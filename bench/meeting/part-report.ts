import { judge, type Verdict } from '../support/budget.ts';
import { counts, milliseconds } from '../support/figures.ts';
import type { Figure, PartReport } from '../support/report.ts';
import { greatest, median, percentile, sum } from '../support/statistics.ts';
import { summaryOf, type OpenLoopSummary } from '../webhooks/open-loop.ts';
import { unexpected } from '../webhooks/unexpected.ts';
import type { HistoryCounts } from './history-counts.ts';
import type { Measured } from './measure.ts';
import type { MeetingOptions, PartName } from './options.ts';

const titles: Readonly<Record<PartName, string>> = {
  nobody: 'nobody waits on the call',
  strangers: 'invites wait, and no roster shows their people',
  joining: 'the invited people come one after the other',
  repeated: 'every roster shows people whose operation has not completed',
};

/** What one load found, and what must never be. */
export function partReport(part: PartName, found: Measured, options: MeetingOptions): PartReport {
  const summary = summaryOf(found.samples);
  return {
    part,
    title: titles[part],
    circumstances: circumstances(part, found, options, summary),
    figures: [
      ...answerFigures(summary),
      ...effortFigures(found, summary.sent),
      ...(part === 'nobody' ? [] : historyFigures(found)),
      ...latencyFigures(found),
    ],
    verdicts: verdictsOf(part, found, options),
    wrong: wrongIn(part, found, options, summary),
  };
}

function circumstances(
  part: PartName,
  { bodyBytes }: Measured,
  { rate, seconds, entries, invites }: MeetingOptions,
  { lateP99Ms }: OpenLoopSummary,
): string[] {
  return [
    `${rate} whole rosters a second for ${seconds} s, each of ${entries} people whom nobody invited and ${Math.round(bodyBytes / 1024)} KiB long, with real tokens over HTTP; webhooks, worker and Temporal dev server are processes of their own on this machine.`,
    ...(part === 'nobody'
      ? []
      : [
          `${invites} real invites wait on the call; what stands in for Graph has answered their POSTs.`,
        ]),
    ...remarks[part],
    `Rosters were sent late by at most ${Math.round(lateP99Ms)} ms (p99).`,
  ];
}

const remarks: Readonly<Record<PartName, readonly string[]>> = {
  nobody: ['The call has no register: what is measured here is the price of reading rosters.'],
  strangers: ['What an invite has more of after the load than before is what strangers cost it.'],
  joining: [
    'The operations have completed before; each person comes in a roster of their own and stays in all later ones, so that most rosters show people whose invites are over.',
    'Latency: from sending the roster that first shows a person until the caller of that invite has its result.',
  ],
  repeated: [
    'As while a notification of completion is late: from the first roster on all of them show everyone, and the operations complete only after the load. The webhooks send a roster that says nothing new every ten seconds (webhooks/without-repeats.ts).',
  ],
};

function answerFigures({ latencyMs, outcomes }: OpenLoopSummary): Figure[] {
  return [
    milliseconds('answer to a roster, p50', [latencyMs.p50]),
    milliseconds('answer to a roster, p99', [latencyMs.p99]),
    milliseconds('answer to a roster, slowest', [latencyMs.most]),
    ...Object.entries(outcomes).map(([outcome, count]) => counts(`answers ${outcome}`, [count])),
  ];
}

function effortFigures({ effort }: Measured, rosters: number): Figure[] {
  const { cpuMs, loopDelayMs, signals, lookUps } = effort;
  const perRoster = (what: string, used: number | null) =>
    used === null ? [] : [milliseconds(`CPU of ${what} for one roster`, [used / rosters])];
  return [
    ...perRoster('the webhooks', cpuMs.webhooks),
    ...perRoster('the worker', cpuMs.worker),
    ...perRoster('the Temporal server', cpuMs.server),
    milliseconds('webhooks, timers of 10 ms after (p99)', [loopDelayMs.p99]),
    milliseconds('webhooks, timers of 10 ms after (most)', [loopDelayMs.most]),
    counts('registers read', [lookUps]),
    counts('signals stored', [signals.stored]),
    counts('signals to invites that are over', [signals.nobodyWaits]),
  ];
}

function historyFigures({ histories: { before, after } }: Measured): Figure[] {
  const of = (what: string, count: (one: HistoryCounts) => number) => [
    counts(`${what}, one invite before the rosters`, [median(before.map(count))]),
    counts(`${what}, one invite after them`, [median(after.map(count))]),
  ];
  return [
    ...of('history events', ({ events }) => events),
    ...of('workflow tasks', ({ workflowTasks }) => workflowTasks),
    counts('roster signals, one invite', [median(after.map(({ rosterSignals }) => rosterSignals))]),
    counts('roster signals, most of one invite', [
      greatest(after.map(({ rosterSignals }) => rosterSignals)),
    ]),
    {
      what: 'history, one invite after the rosters',
      unit: 'kB',
      values: [median(after.map(({ bytes }) => bytes)) / 1_000],
    },
  ];
}

function latencyFigures({ latenciesMs }: Measured): Figure[] {
  if (latenciesMs.length === 0) return [];
  return [
    milliseconds('from the first roster to the result, p50', [median(latenciesMs)]),
    milliseconds('from the first roster to the result, p99', [percentile(latenciesMs, 0.99)]),
  ];
}

function verdictsOf(
  part: PartName,
  { histories: { before, after } }: Measured,
  { seconds }: MeetingOptions,
): Verdict[] {
  if (part === 'repeated') {
    const most = greatest(after.map(({ rosterSignals }) => rosterSignals));
    const limit = 1 + Math.ceil(seconds / 10);
    const what = 'roster signals, most of one invite';
    return [judge({ what, unit: '', bound: 'atMost', limit }, most)];
  }
  if (part !== 'strangers') return [];
  const eventsOf = (all: readonly HistoryCounts[]) => sum(all.map(({ events }) => events));
  const what = 'history events that strangers cost all invites';
  return [judge({ what, unit: '', bound: 'atMost', limit: 0 }, eventsOf(after) - eventsOf(before))];
}

function wrongIn(
  part: PartName,
  { outcomes, histories }: Measured,
  { invites }: MeetingOptions,
  summary: OpenLoopSummary,
): string[] {
  const joined = outcomes.filter((outcome) => outcome === 'joined').length;
  const mustJoin = part === 'joining' || part === 'repeated' ? invites : 0;
  const accepted = summary.outcomes['202'] ?? 0;
  const untold = histories.after.filter(({ rosterSignals }) => rosterSignals === 0).length;
  return [
    ...unexpected('rosters', summary.outcomes, ['202', '503']),
    ...(accepted < 0.99 * sum(Object.values(summary.outcomes))
      ? [`Only ${accepted} rosters were accepted.`]
      : []),
    ...(joined < mustJoin ? [`${mustJoin - joined} of ${mustJoin} invites did not join.`] : []),
    ...(mustJoin > 0 && untold > 0 ? [`${untold} invites were never told of their person.`] : []),
  ];
}
