/** Workflows of the same types that begin in another way: replaying our histories with them must fail. */
import { sleep } from '@temporalio/workflow';

export async function inviteParticipants(): Promise<void> {
  await sleep('1 second');
}

export async function callRegistry(): Promise<void> {
  await Promise.resolve();
}
