/** An invite that is done in its third run. */
import { continueAsNew } from '@temporalio/workflow';

export async function inviteParticipants(request: object, runs = 1): Promise<string> {
  if (runs < 3) await continueAsNew<typeof inviteParticipants>(request, runs + 1);
  return 'done';
}
