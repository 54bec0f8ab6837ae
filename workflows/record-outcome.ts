/** How an invite's outcome is told to lists and filters: one upsert, at the end. */
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Invite } from '../contracts/invite.ts';
import {
  graphCallId,
  graphInviteOutcome,
  graphInviteScenario,
  graphTenantId,
} from '../contracts/search-attributes.ts';
import type { InviteStatus } from '../contracts/types.ts';
import { countDropped } from './dropped-facts.ts';
import type { InviteState } from './invite-state.ts';
import { enterPhase } from './phase.ts';
import { tellEnd } from './tell-end.ts';

type Outcome = NonNullable<InviteStatus['outcome']>;

export function recordOutcome(state: InviteState, outcome: Outcome): void {
  state.outcome = outcome;
  if (state.contradictions > 0) {
    countDropped('contradicting', 'Facts contradicted each other', state.contradictions);
  }
  enterPhase(state, 'done');
  upsertOutcome(outcome, state.invite);
  tellEnd(outcome, state);
}

/** The client sets the others at the start, where they cost nothing; who starts by name need not. */
export function upsertOutcome(outcome: Outcome, invite?: Invite): void {
  const known = workflowInfo().typedSearchAttributes;
  const others = [
    { key: graphCallId, value: invite?.callId },
    { key: graphInviteScenario, value: invite?.scenario },
    { key: graphTenantId, value: invite?.tenantId },
  ].flatMap(({ key, value }) =>
    value === undefined || known.get(key) !== undefined ? [] : [{ key, value }],
  );
  upsertSearchAttributes([...others, { key: graphInviteOutcome, value: outcome }]);
}
