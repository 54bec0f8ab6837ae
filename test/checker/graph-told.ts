/** What Graph certainly told when it was asked last: by what the history holds of the answer, or by what was sent. */
import { sameId } from '../../contracts/ids.ts';
import { activitiesNamed, answersTo, isInFact, resultMember } from './history-facts.ts';
import type { InviteView } from './invite-view.ts';
import type { Entry } from './ledger-index.ts';
import { shows, type InvitedPerson } from './people.ts';

/** Whether the last roster that came through showed all of these people, past the lobby. */
export function rosterTold(view: InviteView, people: readonly InvitedPerson[]): boolean {
  const last = activitiesNamed(view, 'readRoster').at(-1);
  if (!last || people.length === 0) return false;
  if (people.every(({ invitee }) => isInFact(last.result, invitee.key))) return true;
  const sent = answersTo(last, view.target, 'roster');
  return sent.length > 0 && sent.every((roster) => people.every((person) => shows(roster, person)));
}

/** Whether the last reading of this call, or of its roster, that came through said that it is gone. */
export function callToldGone(view: InviteView, callId: string, call: readonly Entry[]): boolean {
  return (
    wasToldGone(view, callId, call, { name: 'readCall', what: 'call', member: 'ended' }) ||
    wasToldGone(view, callId, call, { name: 'readRoster', what: 'roster', member: 'callEnded' })
  );
}

interface Question {
  readonly name: string;
  readonly what: 'call' | 'roster';
  /** Of the activity's result. */
  readonly member: string;
}

function wasToldGone(
  view: InviteView,
  callId: string,
  call: readonly Entry[],
  { name, what, member }: Question,
): boolean {
  const last = activitiesNamed(view, name)
    .filter((one) => one.callId !== null && sameId(one.callId, callId))
    .at(-1);
  if (!last) return false;
  const sent = answersTo(last, call, what);
  const sentGone = sent.length > 0 && sent.every(({ status }) => status === 404);
  return sentGone || resultMember(last, member) === true;
}
