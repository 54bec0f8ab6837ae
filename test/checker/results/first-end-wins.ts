import { activitiesNamed, firstEnd, resultMember } from '../history-facts.ts';
import type { InviteView } from '../invite-view.ts';
import type { Told } from './told.ts';

/** Of completed and failed the one that was stored first stands, also where Graph contradicts itself. */
export function firstEndProblems(view: InviteView, told: Told): string[] {
  const first = firstEnd(view)?.name;
  const { outcome } = view;
  if (first === 'operationFailed' && told.confirmedBy?.completion === 'notification') {
    return ['operationFailed had been stored before any completion.'];
  }
  const failed = ['InviteDeclined', 'InviteBusy', 'InviteeNotReachable', 'InviteFailed'];
  if (first !== 'operationCompleted' || !failed.includes(outcome ?? '')) return [];
  const answered = activitiesNamed(view, 'postInvite').some(
    (post) => resultMember(post, 'status') === 'failed',
  );
  return answered ? [] : ['operationCompleted had been stored before any failure.'];
}
