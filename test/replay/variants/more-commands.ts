import { sleep, upsertMemo } from '@temporalio/workflow';

/** A workflow with a change in its commands: one more at its beginning and one more before its end, where `applies`. */
export function withMoreCommands<A extends unknown[], R>(
  workflow: (...args: A) => Promise<R>,
  applies: (patchId: string) => boolean,
): (...args: A) => Promise<R> {
  return async (...args) => {
    if (applies('memo-at-the-beginning')) upsertMemo({ changed: true });
    const result = await workflow(...args);
    if (applies('timer-before-the-end')) await sleep(1);
    return result;
  };
}
