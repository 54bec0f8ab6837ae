import { condition } from '@temporalio/workflow';

/** A workflow of the same name that does nothing, for what loading any workflow costs. */
export async function inviteParticipants(): Promise<void> {
  await condition(() => false);
}
