import { setCurrentDetails } from '@temporalio/workflow';
import type { InvitePhase } from '../contracts/types.ts';
import { notePhase } from './invite-metrics.ts';
import type { InviteState } from './invite-state.ts';
import { knownFacts, utc } from './known-facts.ts';
import { outcomeTexts } from './outcome-texts.ts';

/** What is awaited, in the words of an operator; `do` says what to do about it. */
interface Story {
  readonly title: string;
  readonly do: string;
}

/**
 * Tells the status query and the Temporal UI what is awaited; current details are free and in no history.
 * @param note what else there is to say of this phase: no personal data
 */
export function enterPhase(
  state: InviteState,
  phase: InvitePhase,
  waitingUntil?: number,
  note?: string,
): void {
  notePhase(state, phase);
  state.phase = phase;
  state.waitingUntil = waitingUntil;
  state.note = note;
  showDetails(state);
}

/** Brings the current details up to what is known now, also between two phases. Markdown. */
export function showDetails(state: InviteState): void {
  setCurrentDetails(state.outcome === undefined ? running(state) : ended(state, state.outcome));
}

function running(state: InviteState): string {
  const { note, waitingUntil } = state;
  const { title, do: advice } = storyOf(state);
  return [
    `**${title}**`,
    '',
    ...(note === undefined ? [] : [`- Why: ${note}`]),
    ...(waitingUntil === undefined ? [] : [`- Until: ${utc(waitingUntil)}, at the latest`]),
    ...knownFacts(state),
    `- To do: ${advice}`,
  ].join('\n');
}

function ended(state: InviteState, outcome: NonNullable<InviteState['outcome']>): string {
  const { failure } = state;
  const { title, next } = outcomeTexts[outcome];
  const advice = failure === undefined ? [] : [`- Try again: ${retries[failure.retryAdvice]}`];
  return [`**${outcome}: ${title}**`, '', ...knownFacts(state), ...advice, `- To do: ${next}`].join(
    '\n',
  );
}

/** Of a request that breaks a rule there is no state; the problems repeat no value. */
export function showInvalid(problems: readonly string[]): void {
  const { title, next } = outcomeTexts.InvalidInviteRequest;
  const rules = problems.map((problem) => `- ${problem}`);
  const lines = [`**InvalidInviteRequest: ${title}**`, '', ...rules, `- To do: ${next}`];
  setCurrentDetails(lines.join('\n'));
}

const retries = {
  never: 'no',
  later: 'later, as a new invite',
  callerDecides: 'as the caller decides, as a new invite',
} as const;

function storyOf(state: InviteState): Story {
  switch (state.phase) {
    case 'posting':
      return {
        title: 'Sending the invite to Microsoft Graph',
        do: 'nothing; if it lasts, look at the pending activity and at the worker',
      };
    case 'awaitingOutcome':
      return ringing(state);
    case 'awaitingRoster':
      return {
        title: 'Answered; waiting for the roster of the call to show everyone',
        do: 'nothing; after that time Graph is asked who is in the call',
      };
    case 'awaitingTeardown':
      return {
        title: 'In the call; waiting for the original call to end',
        do: 'nothing; after that time Graph is asked whether it is still there',
      };
    case 'reconciling':
      return {
        title: 'Asking Microsoft Graph how it stands',
        do: 'nothing; many of them at a time: the notifications do not arrive',
      };
    case 'revoking':
      return {
        title: `${state.cancelRequested ? 'Canceled' : 'Rung long enough'}; taking the invitation back`,
        do: 'nothing',
      };
    case 'done':
      return { title: 'Over', do: 'nothing' };
  }
}

function ringing({ post, rungOut, dueAt }: InviteState): Story {
  if (post === 'unclear') {
    return {
      title: 'Nobody knows whether Graph took the invite; waiting for evidence',
      do: 'nothing; it may ring, so do not invite again yet',
    };
  }
  const ring = dueAt.ring;
  const untilTakenBack = ring === undefined || rungOut ? '' : `, taken back at ${utc(ring)}`;
  return {
    title: `Ringing${untilTakenBack}; Graph will report how it ended`,
    do: 'nothing; to take it back use Request Cancellation, not Terminate',
  };
}
