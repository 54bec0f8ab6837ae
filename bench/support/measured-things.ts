import type { StoredReport } from './report-schema.ts';
import { median } from './statistics.ts';

/** A figure or the value of a budget, with the spread of its rounds. */
export interface Measured {
  readonly part: string;
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Of a budget only. */
  readonly budget?: { readonly bound: 'atLeast' | 'atMost'; readonly met: boolean };
}

type StoredPart = StoredReport['parts'][number];

/** By part, kind and name; what has no value is left out. */
export function measuredThings({ parts }: StoredReport): ReadonlyMap<string, Measured> {
  const things = parts.flatMap((part) => {
    const figures = figuresOf(part);
    return [...figures, ...budgetsOf(part, figures)];
  });
  return new Map(things.map((thing) => [keyOf(thing), thing]));
}

function keyOf({ part, what, unit, budget }: Measured): string {
  return [part, budget === undefined ? 'figure' : 'budget', what, unit].join('\n');
}

function figuresOf({ part, figures }: StoredPart): Measured[] {
  return figures.flatMap(({ what, unit, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return [];
    const spread = { least: Math.min(...known), most: Math.max(...known) };
    return [{ part, what, unit, value: median(known), ...spread }];
  });
}

function budgetsOf({ part, verdicts }: StoredPart, figures: readonly Measured[]): Measured[] {
  return verdicts.flatMap(({ what, unit, value, bound, met }) => {
    if (value === null) return [];
    // A budget has one value; its rounds are those of the figure that it was taken from.
    const source = figures.find(
      (figure) => figure.unit === unit && [figure.value, figure.least, figure.most].includes(value),
    );
    const { least, most } = source ?? { least: value, most: value };
    return [{ part, what, unit, value, least, most, budget: { bound, met } }];
  });
}
