import { expect, test } from 'vitest';
import { meaningOf } from '../../../workflows/operation-failure.ts';
import { codeMeaning, isGenericPair, pairMeaning } from '../../checker/code-table.ts';

const codes = [0, 200, 403, 404, 408, 410, 412, 430, 480, 486, 487, 500, 503, 580, 603, 700];
const subcodes = [
  ...[0, 1005, 1106, 3003, 5003, 5201, 7106, 8522, 8537, 9999, 10003, 10004, 10024, 10037, 10057],
  ...[10073, 10076, 10077, 10078, 10134, 10151, 10199, 13025, 301004, 301005, 510403],
  ...[
    540404, 540408, 540480, 540486, 540487, 540600, 540603, 560404, 560480, 560486, 560603, 550486,
  ],
];
const pairs = codes.flatMap((code) => subcodes.map((subcode) => ({ code, subcode })));

test('both readings of the page agree on every pair', () => {
  const differing = pairs.filter(({ code, subcode }) => {
    const workflow = meaningOf({ code, subcode });
    const { outcome, advice = workflow.retryAdvice } = codeMeaning(code, subcode);
    return outcome !== workflow.type || advice !== workflow.retryAdvice;
  });
  expect(differing).toEqual([]);
});

test('they agree on a failure without codes, and on a pair from the text', () => {
  expect(codeMeaning(null, null)).toEqual({ outcome: 'InviteFailed', advice: 'callerDecides' });
  expect(meaningOf({})).toEqual({ type: 'InviteFailed', retryAdvice: 'callerDecides' });
  expect(pairMeaning('480#10037').outcome).toBe('InviteeNotReachable');
  expect(meaningOf({ code: 500, subcode: 0, diagnosticCode: '480#10037' }).type).toBe(
    'InviteeNotReachable',
  );
});

test.each([
  [500, 0, true],
  [500, null, true],
  [412, 9999, true],
  [603, 0, false],
  [486, 9999, false],
  [412, 10073, false],
  [null, null, false],
])('%s/%s is a generic pair: %s', (code, subcode, isGeneric) => {
  expect(isGenericPair(code, subcode)).toBe(isGeneric);
});
