import { UnavailableError } from './unavailable-error.ts';

/**
 * The outcome of `work`, if it comes in time. The work itself goes on after the deadline; its late failure is taken note
 * of by nobody, which is right as the sender was told that nothing is promised.
 * @throws UnavailableError at the deadline
 */
export async function withinDeadline<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new UnavailableError(`No outcome within ${limitMs} ms.`));
    }, limitMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
