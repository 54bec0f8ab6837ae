import type { PartReport } from '../support/report.ts';
import type { RoundFindings } from './measure-round.ts';
import { costPart } from './parts/cost.ts';
import { killPart } from './parts/kill.ts';
import { memoryPart } from './parts/memory.ts';
import { restartPart } from './parts/restart.ts';

/** What is wrong of a round stands in the first part, once. */
export function waitingParts(rounds: readonly RoundFindings[]): readonly PartReport[] {
  return [memoryPart(rounds), costPart(rounds), killPart(rounds), restartPart(rounds)];
}
