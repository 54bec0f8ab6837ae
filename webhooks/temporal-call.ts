import type { Client } from '@temporalio/client';
import { UnknownPayloadKeyError } from '../runtime/payload-codec.ts';
import { UnavailableError } from './unavailable-error.ts';

/** Connections have no deadline of their own and may wait for ever (docs/temporal-facts.md 5). */
const callDeadlineMs = 2_500;

/**
 * Makes calls to Temporal that must end in time.
 * @param absent what a failure means that says that the workflow is not there; undefined for any other failure
 * @throws UnavailableError for any other failure
 */
export async function callTemporal<T>(
  client: Client,
  call: () => Promise<T>,
  absent: (error: unknown) => T | undefined,
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + callDeadlineMs, call);
  } catch (error) {
    const answer = absent(error);
    if (answer !== undefined) return answer;
    throw new UnavailableError(reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof UnknownPayloadKeyError
    ? 'What Temporal answered is encrypted with a key that is not here.'
    : 'Temporal could not be reached in time.';
}
