import type { Figure } from './report.ts';

/** From shares of 1 to percent. */
export function percent(what: string, shares: readonly number[]): Figure {
  return { what, unit: '%', values: shares.map((share) => share * 100) };
}

export function milliseconds(what: string, values: readonly number[]): Figure {
  return { what, unit: 'ms', values };
}

export function perSecond(what: string, values: readonly number[]): Figure {
  return { what, unit: '/s', values };
}

export function megabytes(what: string, values: readonly number[]): Figure {
  return { what, unit: 'MB', values };
}

export function counts(what: string, values: readonly number[]): Figure {
  return { what, unit: '', values };
}
