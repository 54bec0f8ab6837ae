import type { Logger } from './logger.ts';

const pauseMs = 1_000;

/** Writes a warning; `topic` comes from a closed list and is never text that a sender chose. */
export type WarnSparsely = (topic: string, fields: object, message: string) => void;

/**
 * At most one line a second for each topic: log lines are written synchronously, so that a flood of refusals would
 * otherwise cost more in its log than in its answers. `leftOut` in a line counts those since the one before it; metrics
 * count all.
 * @param now milliseconds on a clock that never goes back
 */
export function createSparseLog(
  logger: Pick<Logger, 'warn'>,
  now: () => number = () => performance.now(),
): WarnSparsely {
  const topics = new Map<string, { quietUntil: number; leftOut: number }>();
  return (topic, fields, message) => {
    const before = topics.get(topic);
    if (before !== undefined && now() < before.quietUntil) {
      before.leftOut += 1;
      return;
    }
    topics.set(topic, { quietUntil: now() + pauseMs, leftOut: 0 });
    logger.warn({ ...fields, leftOut: before?.leftOut ?? 0 }, message);
  };
}
