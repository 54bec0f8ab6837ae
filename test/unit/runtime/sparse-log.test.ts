import { expect, it } from 'vitest';
import { createSparseLog } from '../../../runtime/sparse-log.ts';

function given() {
  const lines: (readonly [object, string | undefined])[] = [];
  let clock = 5;
  const warn = createSparseLog(
    { warn: (fields: object, message?: string) => void lines.push([fields, message]) },
    () => clock,
  );
  const after = (ms: number) => {
    clock += ms;
  };
  return { warn, lines, after };
}

it('writes one line a second for a topic, with the count of those left out', () => {
  const { warn, lines, after } = given();
  for (let count = 0; count < 5_000; count += 1) {
    warn('signature', { failure: 'signature' }, 'token not accepted');
    after(1);
  }
  expect(lines).toEqual(
    [0, 999, 999, 999, 999].map((leftOut) => [
      { failure: 'signature', leftOut },
      'token not accepted',
    ]),
  );
});

it('keeps topics apart', () => {
  const { warn, lines } = given();
  for (const topic of ['time', 'issuer', 'time']) warn(topic, { topic }, 'x');
  expect(lines.map(([fields]) => fields)).toEqual([
    { topic: 'time', leftOut: 0 },
    { topic: 'issuer', leftOut: 0 },
  ]);
});

it('says after a long silence how many the last burst left out', () => {
  const { warn, lines, after } = given();
  warn('time', {}, 'x');
  warn('time', {}, 'x');
  after(3_600_000);
  warn('time', {}, 'x');
  expect(lines.map(([fields]) => fields)).toEqual([{ leftOut: 0 }, { leftOut: 1 }]);
});
