import { answerScenarios } from './answer-scenarios.ts';
import { callScenarios } from './call-scenarios.ts';
import { failureScenarios } from './failure-scenarios.ts';
import type { Scenario } from './scenario.ts';

/** Every invite scenario that is documented, and the awkward orders of its facts. */
export const scenarios: readonly Scenario[] = [
  ...callScenarios,
  ...failureScenarios,
  ...answerScenarios,
];
