import { activitiesNamed, firstEnd, resultMember } from '../history-facts.ts';
import {
  awaitedPeople,
  clockToleranceMs,
  factsAbout,
  visiblePeople,
  type InviteView,
} from '../invite-view.ts';
import { only, type Entry } from '../ledger-index.ts';
import { wasSeenBy } from '../people.ts';

/** `joined`: the operation completed, everyone awaited came into the call, and in a replace the original call ended. */
export function joinedProblems(view: InviteView): string[] {
  return [...completionProblems(view), ...presenceProblems(view), ...teardownProblems(view)];
}

/** Everyone in the roster counts as completion too: that is how a lost one is repaired. */
export function completionProblems(view: InviteView): string[] {
  const visible = visiblePeople(view);
  const completed = endedOperations(view).some(({ status }) => status === 'completed');
  const everyoneCame =
    visible.length > 0 && visible.every((person) => wasSeenBy(person, until(view)));
  if (completed || everyoneCame) return [];
  // Graph contradicted itself: what it announced first counts, and the ledger holds the truth only.
  if (view.contradicted && firstEnd(view)?.name === 'operationCompleted') return [];
  return ['the ledger has no completed operation of it, nor everyone in the roster.'];
}

export function presenceProblems(view: InviteView): string[] {
  if (isPresumed(view)) return [];
  return awaitedPeople(view)
    .filter((person) => !wasSeenBy(person, until(view)))
    .map(({ number }) => `the ledger never has person ${number} in the call.`);
}

/**
 * In a replace a roster of the original call is a hint, and confirms where the target's roster has nothing to tell
 * (docs/architecture.md): not readable, or empty.
 */
export function isPresumed(view: InviteView): boolean {
  const { originalCallId } = view;
  if (originalCallId === undefined) return false;
  if (factsAbout(view, originalCallId, 'rosterUpdated').length === 0) return false;
  return activitiesNamed(view, 'readRoster').some(
    (reading) => reading.how !== 'completed' || resultMember(reading, 'size') === 0,
  );
}

export function teardownProblems(view: InviteView): string[] {
  const { original } = view;
  if (!original || isGone(original, until(view))) return [];
  return ['the ledger has no end of the original call.'];
}

/** Ended by then, or never there: nobody can wait for the end of such a call. */
export function isGone(call: readonly Entry[], time: number): boolean {
  const wasThere = only(call, 'callCreated').length > 0;
  return !wasThere || only(call, 'callEnded').some((end) => end.time <= time);
}

/** Operations of this invite that had ended when it closed. */
export function endedOperations(view: InviteView) {
  return only(view.own, 'operationEnded').filter(({ time }) => time <= until(view));
}

/** When the invite closed. */
export function until({ closedAt }: InviteView): number {
  return closedAt + clockToleranceMs;
}
