import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inviteFailureTypes, retryAdvices } from '../../../contracts/errors.ts';
import { meaningOf } from '../../../workflows/operation-failure.ts';

/** The table of docs/errors.md, row by row: code, subcode, type, advice. */
const rows = [
  [603, 0, 'InviteDeclined', 'never'],
  [487, 10_024, 'InviteDeclined', 'never'],
  [200, 5_003, 'InviteDeclined', 'never'],
  [486, 560_486, 'InviteBusy', 'later'],
  [487, 10_004, 'InviteNoAnswer', 'callerDecides'],
  [487, 10_003, 'InviteFailed', 'callerDecides'],
  [487, 0, 'InviteFailed', 'never'],
  [487, 540_487, 'InviteFailed', 'never'],
  [480, 10_037, 'InviteeNotReachable', 'later'],
  [480, 10_076, 'InviteeNotReachable', 'later'],
  [480, 10_077, 'InviteeNotReachable', 'later'],
  [480, 10_078, 'InviteeNotReachable', 'later'],
  [430, 0, 'InviteeNotReachable', 'later'],
  [430, 10_076, 'InviteeNotReachable', 'later'],
  [480, 10_134, 'InviteeNotReachable', 'never'],
  [480, 10_199, 'InviteeNotReachable', 'never'],
  [408, 10_057, 'InviteeNotReachable', 'later'],
  [408, 1_106, 'InviteFailed', 'later'],
  [410, 301_004, 'InviteFailed', 'later'],
  [410, 301_005, 'InviteFailed', 'later'],
  [403, 510_403, 'InviteFailed', 'never'],
  [580, 5_201, 'InviteFailed', 'later'],
  [412, 10_073, 'InviteFailed', 'never'],
  [403, 10_151, 'InviteFailed', 'never'],
  [500, 3_003, 'InviteFailed', 'later'],
  [500, 7_106, 'InviteFailed', 'later'],
  [408, 13_025, 'InviteFailed', 'later'],
  [503, 1, 'InviteFailed', 'later'],
  [404, 8_522, 'CallEnded', 'never'],
  [408, 8_537, 'CallEnded', 'never'],
  [500, 1_005, 'CallEnded', 'never'],
  [400, 1, 'InviteFailed', 'never'],
] as const;

describe('the meaning of a failed operation', () => {
  test.each(rows)('of %i/%i is %s, %s', (code, subcode, type, retryAdvice) => {
    expect(meaningOf({ code, subcode })).toMatchObject({ type, retryAdvice });
  });

  test.each(rows)(
    'is read from the pair in the text first: %i/%i',
    (code, subcode, type, advice) => {
      const diagnosticCode = `${code}#${subcode}`;
      for (const outer of [{ code: 500, subcode: 0 }, { code: 412, subcode: 9999 }, {}]) {
        expect(meaningOf({ ...outer, diagnosticCode })).toMatchObject({
          type,
          retryAdvice: advice,
        });
      }
    },
  );

  test.each([
    ['486', 'InviteBusy'],
    ['600', 'InviteBusy'],
    ['603', 'InviteDeclined'],
    ['404', 'InviteeNotReachable'],
    ['480', 'InviteeNotReachable'],
    ['408', 'InviteNoAnswer'],
    ['487', 'InviteNoAnswer'],
  ])('is the SIP code %s that ends a subcode of the session border controller', (sip, type) => {
    for (const border of ['540', '560']) {
      expect(meaningOf({ code: 499, subcode: Number(`${border}${sip}`) })).toMatchObject({ type });
    }
  });

  test('takes code 0 for 200, as Communication Services print it', () => {
    expect(meaningOf({ code: 0, subcode: 5_003 })).toEqual(
      meaningOf({ code: 200, subcode: 5_003 }),
    );
  });

  test('takes no subcode for 0', () => {
    expect(meaningOf({ code: 603 })).toMatchObject({ type: 'InviteDeclined' });
    expect(meaningOf({ code: 487, subcode: null } as never)).toMatchObject({
      retryAdvice: 'never',
    });
  });

  test('is a failure also with a code that says success', () => {
    expect(meaningOf({ code: 200, subcode: 0 })).toMatchObject({ type: 'InviteFailed' });
  });

  test('is for the caller to decide without a code', () => {
    expect(meaningOf({})).toMatchObject({ type: 'InviteFailed', retryAdvice: 'callerDecides' });
  });

  test('asks for a look at the roster where the person may be in the call', () => {
    expect(meaningOf({ code: 487, subcode: 10_003 }).rosterMayShowThem).toBe(true);
    expect(meaningOf({ code: 603, subcode: 0 }).rosterMayShowThem).toBeUndefined();
  });

  test('exists for any numbers and any text of a pair', () => {
    const whole = fc.option(fc.maxSafeInteger(), { nil: undefined });
    const pair = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', '#', '1#'));
    fc.assert(
      fc.property(
        whole,
        whole,
        fc.option(pair, { nil: undefined }),
        (code, subcode, diagnosticCode) => {
          const { type, retryAdvice } = meaningOf({ code, subcode, diagnosticCode });
          expect(inviteFailureTypes).toContain(type);
          expect(retryAdvices).toContain(retryAdvice);
        },
      ),
    );
  });
});
