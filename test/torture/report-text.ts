import type { Violation } from '../checker/evidence.ts';
import type { Tally, TortureReport } from './report.ts';

const promises: Readonly<Record<Violation['invariant'], string>> = {
  I1: 'no invite is forgotten',
  I2: 'no acknowledged fact is lost',
  I3: 'no result is wrong',
  I4: 'nobody is rung twice',
  I5: 'nothing rots inside',
  I6: 'no personal data leaks',
  I7: 'an unacknowledged fact need not come again',
};

/** More of the same kind would hide the rest. */
const mostViolations = 20;

/** The report for people. */
export function reportText(report: TortureReport): string {
  const { summary, held, invariants, kept } = report;
  const { attempts, redelivered, lost, dropped, late } = summary.deliveries;
  return [
    `seed ${report.seed}, ${report.invites} invites, ${seconds(report.durationMs)}` +
      (report.broken === null ? '' : `, a product broken by ${report.broken}`),
    `outcomes         ${listed(report.outcomes)}`,
    `executed POSTs   ${listed(summary.posts.executedPerInvite, (times) => `${times} times`)}`,
    `deliveries       ${listed(attempts)}`,
    `after the end    ${late} accepted`,
    `without a 2xx    came again: ${redelivered}, never: ${lost}, not even sent: ${dropped}`,
    `faults           ${listed(report.faults)}`,
    `strikes          ${listed(report.strikes)}; failed starts: ${report.failedStarts}`,
    ...recoveryLines(report),
    `outage           ${seconds(report.outageMs)} at most for one invite`,
    '',
    ...Object.entries(invariants).map(([name, verdict]) => verdictLine(name, verdict)),
    ...violationLines(report.violations),
    '',
    ...(kept === null ? [] : [`Plan, ledger and evidence: ${kept}`]),
    held ? `Held with seed ${report.seed}.` : `FAILED with seed ${report.seed}. Again with:`,
    ...(held ? [] : [`  ${report.repeat}`]),
    ...(report.broken === null ? [] : [brokenVerdict(held, report.broken)]),
  ].join('\n');
}

/** With a product broken on purpose it is the checker that is tried. */
function brokenVerdict(held: boolean, broken: string): string {
  return held
    ? `The product was broken by ${broken}, and nobody noticed: more invites, or other faults, may show it.`
    : `Found, as it should be: the product was broken on purpose by ${broken}.`;
}

function listed(counts: Tally, wordsFor = (name: string) => name): string {
  const parts = Object.entries(counts).map(([name, count]) => `${wordsFor(name)}: ${count}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function recoveryLines({ recoveries }: TortureReport): readonly string[] {
  return recoveries.map(({ kind, process, invites, slowestMs, promisedMs }) => {
    const took = slowestMs === null ? 'nothing was to be done' : seconds(slowestMs);
    const late = slowestMs !== null && slowestMs > promisedMs;
    const note = late ? `; alone it may take ${seconds(promisedMs)}` : '';
    return `went on after    ${took} (${kind} ${process}, ${invites} invites${note})`;
  });
}

function verdictLine(name: string, verdict: 'held' | number): string {
  const promise = Object.entries(promises).find(([known]) => known === name)?.[1] ?? '';
  const result = verdict === 'held' ? 'held' : `BROKEN ${verdict} times`;
  return `${name}  ${promise.padEnd(44)} ${result}`;
}

function violationLines(violations: readonly Violation[]): readonly string[] {
  const shown = violations.slice(0, mostViolations).map(({ invariant, inviteId, what }) => {
    const who = inviteId === undefined ? '' : `invite ${inviteId} `;
    return `  ${invariant}  ${who}${what}`;
  });
  const more = violations.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} more`] : shown;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
