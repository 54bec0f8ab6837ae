/** Of a chart: which values it names, and where each value stands. */
export interface Axis {
  readonly ticks: readonly number[];
  /** From 0, where a bar begins, to 1, where the axis ends. */
  readonly placeOf: (value: number) => number;
}

const linearTicks = 5;
const mostLogarithmicTicks = 12;

/** From 0 to the next round number above all values. */
export function linearAxis(values: readonly number[]): Axis {
  const greatest = Math.max(0, ...values.filter(Number.isFinite));
  const most = greatest === 0 ? 1 : greatest;
  const step = roundAbove(most / linearTicks);
  const count = Math.ceil(withoutDust(most / step));
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => withoutDust(index * step)),
    placeOf: (value) => within(value / (count * step)),
  };
}

/**
 * From a power of ten well below the least value, so that its bar can be seen, to the next round number above the most.
 * A value of 0 has no place on it and no bar.
 */
export function logarithmicAxis(values: readonly number[]): Axis {
  const positive = values.filter((value) => Number.isFinite(value) && value > 0);
  if (positive.length === 0) return linearAxis(values);
  const lowest = Math.floor(Math.log10(Math.min(...positive) / 2));
  const end = roundAbove(Math.max(...positive));
  const ticks = [1, 2, 5]
    .flatMap((factor) => powersOfTen(lowest, end).map((power) => withoutDust(factor * power)))
    .filter((tick) => tick <= end)
    .sort((one, other) => one - other);
  const start = Math.log10(10 ** lowest);
  const length = Math.log10(end) - start;
  return {
    ticks: ticks.length <= mostLogarithmicTicks ? ticks : powersOfTen(lowest, end),
    placeOf: (value) => (value > 0 ? within((Math.log10(value) - start) / length) : 0),
  };
}

function powersOfTen(lowest: number, end: number): number[] {
  const count = Math.floor(Math.log10(end)) - lowest + 1;
  return Array.from({ length: count }, (_, index) => withoutDust(10 ** (lowest + index)));
}

/** The least of 1, 2 or 5 times a power of ten that is not below. */
function roundAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5].find((one) => one * power >= value) ?? 10;
  return withoutDust(factor * power);
}

/** 0.30000000000000004 is 0.3. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(6));
}

function within(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
