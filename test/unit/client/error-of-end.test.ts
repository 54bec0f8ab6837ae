import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
} from '@temporalio/client';
import { RetryState } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { errorOfEnd } from '../../../client/error-of-end.ts';
import {
  inviteErrorCodes,
  InviteCanceledError,
  InviteEndedError,
  InviteFailedError,
} from '../../../client/index.ts';
import { inviteFailureTypes } from '../../../contracts/errors.ts';

function endedWith(cause: Error | undefined) {
  const failed = new WorkflowFailedError('failed', cause, RetryState.NON_RETRYABLE_FAILURE);
  return { failed, error: errorOfEnd('i1', failed) };
}

function failure(type: string, details: unknown): ApplicationFailure {
  return ApplicationFailure.create({ type, message: 'InviteBusy', details: [details] });
}

describe('errorOfEnd', () => {
  it.each(inviteFailureTypes)('rebuilds %s from the type and the details', (type) => {
    const details = {
      outcome: type,
      joined: false,
      retryAdvice: 'later',
      inviteId: 'i1',
      resultInfo: { code: 500, subcode: 0, diagnosticCode: '580#5201' },
      later: 'a member of another release',
    };
    const { failed, error } = endedWith(failure(type, details));
    expect(error).toBeInstanceOf(InviteFailedError);
    expect(error).toMatchObject({
      code: 'inviteFailed',
      inviteId: 'i1',
      type,
      retryAdvice: 'later',
      details: { outcome: type, resultInfo: { diagnosticCode: '580#5201' } },
      cause: failed,
      message: `Invite i1 ended with ${type} (580#5201).`,
    });
  });

  it('keeps the type of a failure whose details cannot be read', () => {
    const { error } = endedWith(failure('InviteDeclined', { outcome: 7 }));
    expect(error).toMatchObject({ type: 'InviteDeclined', retryAdvice: 'callerDecides' });
  });

  it('takes a failure of another type for an end that is none of ours, whatever its message', () => {
    const { error } = endedWith(failure('Error', {}));
    expect(error).toBeInstanceOf(InviteEndedError);
    expect(error).toMatchObject({ code: 'inviteEnded', end: 'failed' });
  });

  it.each<[string, Error, string]>([
    ['terminated', new TerminatedFailure('by hand'), 'terminated'],
    ['timed out', new TimeoutFailure('late', undefined, 'START_TO_CLOSE'), 'timedOut'],
  ])('tells a run that was %s', (_how, cause, end) => {
    expect(endedWith(cause).error).toMatchObject({ code: 'inviteEnded', end });
  });

  it('tells a canceled run', () => {
    expect(endedWith(new CancelledFailure('canceled')).error).toBeInstanceOf(InviteCanceledError);
  });

  it('uses codes of the closed list only', () => {
    const errors = [failure('InviteBusy', {}), failure('x', {}), new CancelledFailure('c')];
    for (const cause of errors) expect(inviteErrorCodes).toContain(endedWith(cause).error.code);
  });
});
