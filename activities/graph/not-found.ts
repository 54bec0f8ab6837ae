import { ApplicationFailure } from '@temporalio/common';

/** Where 404 is an answer and no failure: a call that ended is not found (404/8522). */
export async function notFoundAs<T>(answer: T, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === 'GraphNotFound') return answer;
    throw error;
  }
}
