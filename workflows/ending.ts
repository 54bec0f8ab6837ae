/** How an invite ends when it does not end well. */
import { condition } from '@temporalio/workflow';
import type { InviteFailureType } from '../contracts/errors.ts';
import type { ResultInfo } from '../contracts/types.ts';
import { startDeadline } from './deadline.ts';
import { inviteFailure } from './invite-report.ts';
import { verdict, type InviteState } from './invite-state.ts';
import { correctToCompleted } from './latches.ts';
import { codesText } from './known-facts.ts';
import { meaningOf } from './operation-failure.ts';
import { outcomeTexts } from './outcome-texts.ts';
import { callEndSettleMs } from './policies.ts';
import { readEveryoneIsThere } from './reconciliation.ts';

/** The failure or the roster that explains the end of a call may follow it; either beats it. */
export async function settleCallEnd(state: InviteState): Promise<void> {
  if (verdict(state) !== 'callEnded' || state.callEnded?.source !== 'notification') return;
  const settling = startDeadline(
    callEndSettleMs,
    'short wait for the reason of the end of the call',
  );
  await condition(() => settling.passed || verdict(state) !== 'callEnded');
  settling.stop();
}

/** Some codes say failed although the person may be in the call: accepted at another endpoint, for one. */
export async function lookBeforeFailing(state: InviteState): Promise<void> {
  if (!state.failed || !meaningOf(state.failed.resultInfo ?? {}).rosterMayShowThem) return;
  if (await readEveryoneIsThere(state)) correctToCompleted(state, Date.now());
}

/** Throws how the invite ended, when it can no longer end well. */
export function throwIfOver(state: InviteState): void {
  const end = verdict(state);
  if (end === 'failed') {
    const resultInfo = state.failed?.resultInfo ?? {};
    const { type, retryAdvice } = meaningOf(resultInfo);
    throw inviteFailure(state, type, retryAdvice, failureMessage(type, resultInfo), resultInfo);
  }
  if (end === 'callEnded') {
    const message = 'The call ended before everyone invited was in it.';
    throw inviteFailure(state, 'CallEnded', 'never', message, state.callEnded?.resultInfo);
  }
}

/** Codes only: Graph's own text can name the person. */
function failureMessage(type: InviteFailureType, resultInfo: ResultInfo): string {
  const { title } = outcomeTexts[type];
  const said = title.slice(0, 1).toUpperCase() + title.slice(1);
  return `${said}: Graph's operation ended ${codesText(resultInfo)}.`;
}
