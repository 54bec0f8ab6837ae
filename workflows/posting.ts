/** One POST of the invite, and what follows when Graph did not take it. */
import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { GraphFault, InviteActivities } from '../contracts/activities.ts';
import { isGraphFaultType, type GraphFaultType } from '../contracts/errors.ts';
import { isUnreadable } from '../contracts/guards.ts';
import { longestLifeMs } from '../contracts/invite.ts';
import { isObject } from '../contracts/json-values.ts';
import type { GraphErrorInfo } from '../contracts/types.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { countPost } from './invite-metrics.ts';
import { inviteFailure } from './invite-report.ts';
import { outcomeKnown, type InviteState } from './invite-state.ts';
import { latchAnswer, latchCallEnded } from './latches.ts';
import { errorText } from './known-facts.ts';
import { enterPhase, showDetails } from './phase.ts';
import { postOptions, waitBeforePostingAgain } from './policies.ts';
import { unless } from './reconciliation.ts';

interface Fault extends GraphFault {
  readonly type: GraphFaultType;
}

/** Graph provably executed nothing. */
type UnsentType = 'GraphNotSent' | 'GraphThrottled';

/**
 * Posts until Graph has, or may have, the invite, facts have settled it, or it was canceled with nothing sent. Only what
 * provably was not executed is posted again, and only until the deadline.
 */
export async function postInvite(state: InviteState, deadline: Deadline): Promise<void> {
  // What is there before the first POST cannot be about it; only the end of the call can.
  const settledEarly = outcomeKnown(state);
  const needless = () =>
    state.cancelRequested ||
    state.callEnded !== undefined ||
    (!settledEarly && outcomeKnown(state));
  for (let attempt = 1; ; attempt += 1) {
    if (needless()) return;
    enterPhase(state, 'posting', deadline.at);
    const fault = await postOnce(state, deadline, attempt);
    countPost(state, attempt, fault?.type);
    if (fault === undefined) return;
    switch (fault.type) {
      case 'GraphUnclear':
        state.post = 'unclear';
        return;
      case 'GraphRefused':
        // A repeat that is refused says nothing about the unclear POST before it.
        if (state.post === 'unclear' || state.cancelRequested) return;
        throw inviteFailure(state, 'InviteRejected', 'never', refusedMessage(state));
      case 'GraphNotFound':
        latchCallEnded(state, {}, 'response', Date.now());
        return;
      case 'GraphNotSent':
      case 'GraphThrottled':
        await waitToPostAgain({ state, fault, type: fault.type, attempt, deadline, needless });
    }
  }
}

async function postOnce(
  state: InviteState,
  deadline: Deadline,
  attempt: number,
): Promise<Fault | undefined> {
  const { inviteId, callId, tenantId, participants, deadlines } = state.invite;
  const options = postOptions(deadline.at - Date.now(), postSummary(state, attempt));
  const registerForMs = longestLifeMs(deadlines);
  const earlier = { post: state.post, postedAt: state.postedAt };
  state.post = 'inFlight';
  state.postedAt = Date.now();
  showDetails(state);
  const post = proxyActivities<InviteActivities>(options)
    .postInvite({ inviteId, callId, tenantId, participants, registerForMs })
    .then(
      (answer): Fault | undefined => {
        if (isUnreadable(answer)) return { type: 'GraphUnclear' };
        latchAnswer(state, answer, Date.now());
        return undefined;
      },
      (error: unknown) => {
        const fault = faultOf(error);
        if (fault.type !== 'GraphUnclear') Object.assign(state, earlier);
        if (fault.status !== undefined) state.graphError = graphErrorOf(fault, fault.status);
        return fault;
      },
    );
  // Facts decide even while the answer is out, unless they were there before the POST.
  return outcomeKnown(state) ? await post : await unless(() => outcomeKnown(state), post);
}

/** Which POST it is, for people. */
function postSummary({ invite, reposted }: InviteState, attempt: number): string {
  const { length } = invite.participants;
  const who = length === 1 ? '1 person' : `${length} people`;
  const again = attempt > 1 ? `, try ${attempt}` : '';
  return `${who}${again}${reposted ? ', once more after an unclear POST' : ''}`;
}

interface Unsent {
  readonly state: InviteState;
  readonly fault: GraphFault;
  readonly type: UnsentType;
  readonly attempt: number;
  readonly deadline: Deadline;
  /** Whether another POST would serve nothing. */
  readonly needless: () => boolean;
}

async function waitToPostAgain(unsent: Unsent): Promise<void> {
  const { state, fault, type, attempt, deadline, needless } = unsent;
  if (needless()) return;
  const remainingMs = deadline.at - Date.now();
  const waitMs = waitBeforePostingAgain(type, attempt, fault.retryAfterMs, Math.random());
  if (remainingMs <= 0 || (type === 'GraphThrottled' && waitMs >= remainingMs)) {
    throw gaveUpPosting(state, type);
  }
  const pause = startDeadline(
    Math.min(waitMs, remainingMs),
    `wait before try ${attempt + 1}: ${whyAgain[type]}`,
  );
  enterPhase(state, 'posting', pause.at, `${whyAgain[type]}; then try ${attempt + 1}`);
  await condition(() => pause.passed || needless());
  pause.stop();
  if (!needless() && waitMs >= remainingMs) throw gaveUpPosting(state, type);
}

const whyAgain: Readonly<Record<UnsentType, string>> = {
  GraphNotSent: 'it could not be sent',
  GraphThrottled: 'Graph throttles',
};

function refusedMessage({ graphError }: InviteState): string {
  return `Graph refused the invite${graphError ? `: ${errorText(graphError)}` : ''}; nobody rang.`;
}

function gaveUpPosting(state: InviteState, type: UnsentType): ApplicationFailure {
  if (state.post === 'unclear') {
    const message =
      'It is unclear whether Graph took the POST, and no other could be sent in time.';
    return inviteFailure(state, 'InviteOutcomeUnknown', 'callerDecides', message);
  }
  return type === 'GraphThrottled'
    ? inviteFailure(
        state,
        'InviteThrottled',
        'later',
        'Graph throttled the invite until its deadline (operationMs); nobody rang.',
      )
    : inviteFailure(
        state,
        'GraphUnavailable',
        'later',
        'The invite could not be sent until its deadline (operationMs); nobody rang.',
      );
}

/** A lost worker, a time-out or an error of our own may have come after the POST: all that is unclear. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START') {
    return { type: 'GraphNotSent' };
  }
  // Thrown where the input is read, so before anything was sent (runtime/payload-codec.ts): another worker may have the key.
  if (cause instanceof ApplicationFailure && cause.type === 'UnknownPayloadKeyError') {
    return { type: 'GraphNotSent' };
  }
  if (!(cause instanceof ApplicationFailure) || !isGraphFaultType(cause.type)) {
    return { type: 'GraphUnclear' };
  }
  const details: unknown = cause.details?.[0];
  return { ...(isGraphFault(details) && details), type: cause.type };
}

function isGraphFault(value: unknown): value is GraphFault {
  return isObject(value);
}

function graphErrorOf({ code, requestId }: Fault, status: number): GraphErrorInfo {
  return {
    status,
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}
