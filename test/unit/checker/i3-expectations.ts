/** What the tests of I3 have in common. */
import { expect } from 'vitest';
import { violationsOf, type Evidence } from '../../checker/index.ts';
import { result, withoutEntries, withRun } from './evidence-parts.ts';

export const ofI3 = (evidence: Evidence) =>
  violationsOf(evidence)
    .filter(({ invariant }) => invariant === 'I3')
    .map(({ what }) => what);

export const expectWrong = (evidence: Evidence, what: string) => {
  expect(ofI3(evidence)).toContainEqual(expect.stringContaining(what));
};
export const without = (evidence: Evidence, ...types: string[]) =>
  withoutEntries(evidence, ({ type }) => types.includes(type));
/** The same with other members of the result or of the failure's details. */
export const told = (evidence: Evidence, more: object) => {
  const close = evidence.invites[0]?.runs[0]?.close;
  if (close?.kind === 'completed') {
    return withRun(evidence, { close: { ...close, result: result(more) } });
  }
  if (close?.kind !== 'failed') throw new Error('Nothing was told.');
  const details = { ...(close.details as object), ...more };
  return withRun(evidence, { close: { ...close, details } });
};
