import { setTimeout as sleep } from 'node:timers/promises';
import {
  InviteEndedError,
  InviteStatusUnavailableError,
  type InviteEnd,
  type InviteStatus,
} from '../client/index.ts';
import type { Story } from './explain/story.ts';
import { readStory } from './explain/read-story.ts';
import type { Session } from './session.ts';

/** A worker answers within milliseconds; where none does, the server waits for one. */
const patienceMs = 1_500;

/**
 * Where the invite stands: as a worker says, or of one that is over as its history says.
 * @throws InviteEndedError when it was ended from outside and no worker answers; else as `invite.status()`
 */
export async function statusNow(session: Session, inviteId: string): Promise<InviteStatus> {
  const asked = session.invites.get(inviteId).status();
  const answer = asked.then(
    (status) => ({ status }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([answer, sleep(patienceMs, undefined, { ref: false })]);
  if (first === undefined) {
    const story = await readStory(session.temporal.client, inviteId);
    return story.state === 'running' ? await asked : statusOf(story);
  }
  if ('status' in first) return first.status;
  return await statusFromHistory(session, inviteId, first.error);
}

/** Of an invite that is over, where no worker answered; while it runs, and for other errors, `unanswered` is thrown. */
export async function statusFromHistory(
  { temporal }: Session,
  inviteId: string,
  unanswered: unknown,
): Promise<InviteStatus> {
  if (!(unanswered instanceof InviteStatusUnavailableError)) throw unanswered;
  const story = await readStory(temporal.client, inviteId);
  if (story.state === 'running') throw unanswered;
  return statusOf(story);
}

function statusOf({ inviteId, state, status }: Story): InviteStatus {
  if (status) return status;
  throw new InviteEndedError(inviteId, endOf(state));
}

function endOf(state: Story['state']): InviteEnd {
  if (state === 'terminated' || state === 'timedOut') return state;
  return state === 'failed' ? 'failed' : 'unreadable';
}
