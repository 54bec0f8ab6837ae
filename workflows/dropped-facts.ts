import { log } from '@temporalio/workflow';
import { countUp } from './invite-metrics.ts';

/** `foreign`: about another call, or of another tenant. `contradicting`: the opposite of what was stored first. */
type Reason = 'illFormed' | 'foreign' | 'unknownSignal' | 'contradicting';

/** What moves no invite is logged and counted; not again when a run is replayed. */
export function countDropped(reason: Reason, message: string, count = 1): void {
  log.warn(message, { reason, count });
  countUp('graph_invite_facts_dropped', { reason }, count);
}
