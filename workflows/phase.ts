import { setCurrentDetails } from '@temporalio/workflow';
import type { InvitePhase } from '../contracts/types.ts';
import { awaitedInvitees, type InviteState } from './invite-state.ts';

const stories: Readonly<Record<InvitePhase, string>> = {
  posting: 'Sending the invite to Microsoft Graph.',
  awaitingOutcome: 'Ringing. Graph says by notification how it ended.',
  awaitingRoster: 'Accepted. Waiting for the roster of the call to show everyone.',
  awaitingTeardown: 'Joined. Waiting for the replaced call to end.',
  reconciling: 'No notification in time, or it needs a second look: asking Graph.',
  revoking: 'Taking the invite back.',
  done: 'Over.',
};

/** Tells the status query and the Temporal UI what is awaited; current details are free and in no history. */
export function enterPhase(state: InviteState, phase: InvitePhase, waitingUntil?: number): void {
  state.phase = phase;
  state.waitingUntil = waitingUntil;
  setCurrentDetails(describe(state));
}

function describe({
  invite,
  phase,
  waitingUntil,
  post,
  completed,
  inRoster,
  outcome,
}: InviteState) {
  const awaited = awaitedInvitees(invite);
  const present = awaited.filter(({ key }) => inRoster.has(key)).length;
  return [
    `**${outcome ?? phase}**: ${stories[phase]}`,
    '',
    `- POST: ${post}`,
    `- operation: ${completed ? `completed (${completed.source})` : 'not completed'}`,
    `- in the roster: ${present} of ${awaited.length} awaited`,
    ...(waitingUntil === undefined ? [] : [`- until ${new Date(waitingUntil).toISOString()}`]),
  ].join('\n');
}
