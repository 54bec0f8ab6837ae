/** What the codes of a failed operation mean: docs/errors.md, after docs/protocol.md 8. Pure. */
import type { InviteFailureType, RetryAdvice } from '../contracts/errors.ts';
import type { ResultInfo } from '../contracts/types.ts';

export interface FailureMeaning {
  readonly type: InviteFailureType;
  readonly retryAdvice: RetryAdvice;
  /** The person may be in the call all the same: read the roster before calling it a failure. */
  readonly rosterMayShowThem?: true;
}

const declined: FailureMeaning = { type: 'InviteDeclined', retryAdvice: 'never' };
const busy: FailureMeaning = { type: 'InviteBusy', retryAdvice: 'later' };
const noAnswer: FailureMeaning = { type: 'InviteNoAnswer', retryAdvice: 'callerDecides' };
const notReachable: FailureMeaning = { type: 'InviteeNotReachable', retryAdvice: 'later' };
const neverReachable: FailureMeaning = { type: 'InviteeNotReachable', retryAdvice: 'never' };
const failedForGood: FailureMeaning = { type: 'InviteFailed', retryAdvice: 'never' };
const failedForNow: FailureMeaning = { type: 'InviteFailed', retryAdvice: 'later' };
const callEnded: FailureMeaning = { type: 'CallEnded', retryAdvice: 'never' };

const byPair: Readonly<Record<string, FailureMeaning>> = {
  '603#0': declined,
  '487#10024': declined,
  '200#5003': declined,
  '486#560486': busy,
  '487#10004': noAnswer,
  '487#10003': {
    type: 'InviteFailed',
    retryAdvice: 'callerDecides',
    rosterMayShowThem: true,
  },
  '487#0': failedForGood,
  '487#540487': failedForGood,
  '480#10037': notReachable,
  '480#10076': notReachable,
  '480#10077': notReachable,
  '480#10078': notReachable,
  '480#10134': neverReachable,
  '480#10199': neverReachable,
  '408#10057': notReachable,
  '408#1106': failedForNow,
  '410#301004': failedForNow,
  '410#301005': failedForNow,
  '403#510403': failedForGood,
  '580#5201': failedForNow,
  '412#10073': failedForGood,
  '403#10151': failedForGood,
  '408#13025': failedForNow,
  '404#8522': callEnded,
  '408#8537': callEnded,
  '500#1005': callEnded,
};

/** The last three digits of a 540… or 560… subcode are the SIP code of the session border controller. */
const bySipCode: Readonly<Record<string, FailureMeaning>> = {
  '486': busy,
  '600': busy,
  '603': declined,
  '404': notReachable,
  '480': notReachable,
  '408': noAnswer,
  '487': noAnswer,
};

/** The pair in the text is the true one when there is one; the outer pair may be generic (500/0, 412/9999). */
export function meaningOf(resultInfo: ResultInfo): FailureMeaning {
  const pair = resultInfo.diagnosticCode ?? pairOf(resultInfo);
  if (pair === undefined) return { type: 'InviteFailed', retryAdvice: 'callerDecides' };
  const [code = '', subcode = ''] = pair.split('#');
  // Own members only: the pair comes from outside, and every object has a `constructor`.
  const known = Object.hasOwn(byPair, pair) ? byPair[pair] : undefined;
  return known ?? sipMeaning(subcode) ?? byCode(Number(code));
}

/** Communication Services print 0 where Graph prints 200 (docs/protocol.md 8). */
function pairOf({ code, subcode }: ResultInfo): string | undefined {
  return code == null ? undefined : `${code === 0 ? 200 : code}#${subcode ?? 0}`;
}

function sipMeaning(subcode: string): FailureMeaning | undefined {
  return /^5[46]0\d{3}$/.test(subcode) ? bySipCode[subcode.slice(-3)] : undefined;
}

function byCode(code: number): FailureMeaning {
  if (code === 430) return notReachable;
  if (code >= 500 && code < 600) return failedForNow;
  return code >= 400 && code < 500
    ? failedForGood
    : { type: 'InviteFailed', retryAdvice: 'callerDecides' };
}
