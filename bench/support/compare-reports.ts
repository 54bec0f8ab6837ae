import { measuredThings, type Measured } from './measured-things.ts';
import type { StoredReport } from './report-schema.ts';

/** Of one thing that both reports have. */
export interface Change {
  readonly then: Measured;
  readonly now: Measured;
  /** Null of something that was 0. */
  readonly percent: number | null;
  /** More than 20 % and beyond the spread of the rounds, or a budget that is met or missed as it was not before. */
  readonly marked: boolean;
}

export interface Comparison {
  readonly benchmark: string;
  /** Of the older report, as is the revision. */
  readonly at: string;
  readonly revision: string | null;
  /** Machine facts that differ, then and now; not empty means that only ratios and counts were compared. */
  readonly machine: readonly string[];
  /** Settings that differ, then and now. */
  readonly settings: readonly string[];
  /** What is marked first, in it the greatest change first. */
  readonly changes: readonly Change[];
  /** Parts of the older report that were not run now. */
  readonly partsLeftOut: readonly string[];
  readonly added: readonly Measured[];
  readonly removed: readonly Measured[];
}

const markedFromPercent = 20;
/** Comparable between machines: ratios, shares and counts. */
const ratioUnits = ['×', '%', ''];
/** They say what was run and what became of the report, not how it was measured. */
const otherSettings = ['write', 'parts', 'only'];

/** What differs between two reports of one benchmark. */
export function compareReports(then: StoredReport, now: StoredReport): Comparison {
  const machine = machineChanges(then, now);
  const [before, after] = [measuredThings(then), measuredThings(now)];
  const comparable = ({ unit }: Measured) => machine.length === 0 || ratioUnits.includes(unit);
  const ran = new Set(now.parts.map(({ part }) => part));
  const known = new Set(then.parts.map(({ part }) => part));
  return {
    benchmark: now.benchmark,
    at: then.at,
    revision: then.machine.revision ?? null,
    machine,
    settings: settingChanges(then, now),
    changes: [...after]
      .flatMap(([key, thing]) => {
        const earlier = before.get(key);
        return earlier === undefined || !comparable(thing) ? [] : [changeOf(earlier, thing)];
      })
      .filter((change) => !isToldByFigure(change, after))
      .sort(markedAndGreatestFirst),
    partsLeftOut: [...known].filter((part) => !ran.has(part)),
    added: [...after].filter(([key]) => !before.has(key)).map(([, thing]) => thing),
    removed: [...before]
      .filter(([key, { part }]) => ran.has(part) && !after.has(key))
      .map(([, thing]) => thing),
  };
}

function changeOf(then: Measured, now: Measured): Change {
  const difference = now.value - then.value;
  const percent = then.value === 0 ? null : (difference / Math.abs(then.value)) * 100;
  const apart = now.least > then.most || now.most < then.least;
  const far = percent === null ? difference !== 0 : Math.abs(percent) > markedFromPercent;
  return { then, now, percent, marked: (apart && far) || then.budget?.met !== now.budget?.met };
}

/** A budget that is met as before need not be told beside the figure of the same name. */
function isToldByFigure({ then, now }: Change, things: ReadonlyMap<string, Measured>): boolean {
  if (now.budget === undefined || then.budget?.met !== now.budget.met) return false;
  const figure = things.get([now.part, 'figure', now.what, now.unit].join('\n'));
  return figure?.value === now.value;
}

function markedAndGreatestFirst(one: Change, other: Change): number {
  if (one.marked !== other.marked) return one.marked ? -1 : 1;
  return sizeOf(other) - sizeOf(one);
}

/** In percent; what was nothing before is the greatest change. */
function sizeOf({ then, now, percent }: Change): number {
  if (percent !== null) return Math.abs(percent);
  return then.value === now.value ? 0 : Number.MAX_VALUE;
}

function machineChanges({ machine: then }: StoredReport, { machine: now }: StoredReport) {
  const facts = ['cores', 'cpu', 'node'] as const;
  return facts
    .filter((fact) => then[fact] !== now[fact])
    .map((fact) => `${fact} ${then[fact]} → ${now[fact]}`);
}

function settingChanges({ settings: then }: StoredReport, { settings: now }: StoredReport) {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names
    .filter((name) => !otherSettings.includes(name))
    .map((name) => ({ name, was: textOf(then[name]), is: textOf(now[name]) }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => `${name} ${was} → ${is}`);
}

function textOf(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
