import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  callWorkflowId,
  inviteWorkflowId,
  isInviteId,
  lastSegment,
  normaliseId,
  parseInviteWorkflowId,
  sameId,
} from '../../../contracts/ids.ts';

const inviteId = fc.stringMatching(/^[A-Za-z0-9._:-]{1,200}$/);

describe('an invite id', () => {
  test.each([
    'a',
    'x'.repeat(200),
    'Order_17',
    '3f1c7f7e-6d0b-4b4e-9a51-1f6a0c2c9d10',
    'a.b:c_d-E9',
  ])('may be %s', (id) => {
    expect(isInviteId(id)).toBe(true);
  });

  test.each(['', 'x'.repeat(201), 'a b', 'a/b', 'ä', 'a\n', '+15550100123', null, 7, undefined])(
    'is not %j',
    (id) => {
      expect(isInviteId(id)).toBe(false);
    },
  );

  test('is read back from its workflow id', () => {
    fc.assert(
      fc.property(inviteId, (id) => {
        expect(inviteWorkflowId(id)).toBe(`invite/${id}`);
        expect(parseInviteWorkflowId(inviteWorkflowId(id))).toBe(id);
      }),
    );
  });

  test.each([
    '',
    'invite',
    'invite/',
    'invite/a/b',
    'call/a',
    'Invite/a',
    'xinvite/a',
    'invite/a b',
  ])('stands in no workflow id such as "%s"', (workflowId) => {
    expect(parseInviteWorkflowId(workflowId)).toBeNull();
  });
});

describe('an id of Graph', () => {
  test('is the same in any case, with and without dashes', () => {
    const id = '57DAB8B1-894C-409A-B240-BD8BEAE78896';
    for (const other of [id.toLowerCase(), id.replaceAll('-', ''), normaliseId(id)]) {
      expect(sameId(id, other)).toBe(true);
      expect(callWorkflowId(other)).toBe('call/57dab8b1894c409ab240bd8beae78896');
    }
    expect(sameId(id, `${id}0`)).toBe(false);
  });

  test('needs not be a GUID', () => {
    expect(sameId('+1-555', '+1555')).toBe(true);
    expect(normaliseId('not-Hex-at-all')).toBe('nothexatall');
  });

  test('normalises once and for all', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(normaliseId(normaliseId(id))).toBe(normaliseId(id));
      }),
    );
  });

  test.each([
    ['57dab8b1', '57dab8b1'],
    ['/app/calls/57dab8b1', '57dab8b1'],
    ['communications/calls/57dab8b1', '57dab8b1'],
    ['/', ''],
  ])('written as %s ends in %s', (path, segment) => {
    expect(lastSegment(path)).toBe(segment);
  });
});
