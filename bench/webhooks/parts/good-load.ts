import type { BenchRequest } from '../closed-loop.ts';
import type { OpenLoopLoad, OpenLoopSummary } from '../open-loop.ts';

/** The notifications that must go on being taken, whatever else happens: 200 a second. */
export function goodLoad(
  url: string,
  requests: readonly BenchRequest[],
  seconds: number,
): OpenLoopLoad {
  const [first] = requests;
  if (first === undefined) throw new Error('There are no good requests to send.');
  const request = (index: number) => requests[index % requests.length] ?? first;
  return { url, rate: 200, seconds, connections: 100, request };
}

export function notAccepted({ sent, outcomes }: OpenLoopSummary): number {
  return sent - (outcomes['202'] ?? 0);
}
