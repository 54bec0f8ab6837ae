import { expect, test } from 'vitest';
import { InviteCanceledError, InviteFailedError } from '../../../client/index.ts';
import type { InviteResult } from '../../../contracts/types.ts';
import { awaitCaller } from '../../checker/index.ts';
import { details, result } from './evidence-parts.ts';

const ending = (end: InviteResult | Error) =>
  awaitCaller({
    result: () => (end instanceof Error ? Promise.reject(end) : Promise.resolve(end)),
  });

test('a result is joined', async () => {
  const value = result() as InviteResult;
  expect(await ending(value)).toEqual({ kind: 'joined', result: value });
});

test('a failure keeps its type and details', async () => {
  const told = details('InviteBusy', 'later') as ConstructorParameters<typeof InviteFailedError>[1];
  expect(await ending(new InviteFailedError('invite-1', told))).toEqual({
    kind: 'failed',
    type: 'InviteBusy',
    details: told,
    message: 'Invite invite-1 ended with InviteBusy.',
  });
});

test('a cancellation says whether the revoke was confirmed, when that is known', async () => {
  expect(await ending(new InviteCanceledError('invite-1', true))).toMatchObject({
    kind: 'canceled',
    revokeConfirmed: true,
  });
  const unknown = await ending(new InviteCanceledError('invite-1', undefined));
  expect(unknown).not.toHaveProperty('revokeConfirmed');
});

test('any other error is nothing', async () => {
  expect(await ending(new Error('gone'))).toEqual({ kind: 'nothing', error: 'Error: gone' });
});
