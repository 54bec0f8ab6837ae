import type { Client } from '@temporalio/client';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { inviteWorkflowType } from '../../contracts/messages.ts';
import { NotAnInviteError } from '../exit-codes.ts';
import { clean } from './plain-words.ts';
import { readInviteHistory } from './read-runs.ts';
import { storyOf } from './story-of.ts';
import type { Story } from './story.ts';

/** @throws InviteNotFoundError, NotAnInviteError, TemporalUnavailableError, UnknownPayloadKeyError */
export async function readStory(client: Client, inviteId: string): Promise<Story> {
  const { events, incomplete } = await readInviteHistory(client, inviteId);
  const [first] = events;
  if (first?.kind === 'started' && first.workflowType !== inviteWorkflowType) {
    throw new NotAnInviteError(inviteWorkflowId(inviteId), clean(first.workflowType));
  }
  return storyOf({ inviteId, events, incomplete, now: Date.now() });
}
