import type { RunActivity, Violation } from './evidence.ts';
import { mayBeExecuted } from './history-facts.ts';
import { clockToleranceMs, violation, type InviteView } from './invite-view.ts';
import { only } from './ledger-index.ts';

/**
 * I4, nobody is rung twice: Graph executed one POST at most, and none was sent after one that Graph had, or may have,
 * executed. With `repostOnce` one more, after `unknownMs` without evidence.
 */
export function nobodyRungTwice(view: InviteView): readonly Violation[] {
  const allowed = view.invite.onUnknownOutcome === 'repostOnce' ? 2 : 1;
  const problems = [...tooMany(view, allowed), ...rungTooOften(view, allowed), ...blindPosts(view)];
  return problems.map((what) => violation('I4', view, what));
}

function tooMany({ own, invite }: InviteView, allowed: number): string[] {
  const executed = only(own, 'postReceived').filter((post) => post.executed);
  if (executed.length <= allowed) return [];
  const times = executed.map(({ at }) => at).join(', ');
  const policy = `onUnknownOutcome ${invite.onUnknownOutcome}`;
  return [`Graph executed ${executed.length} POSTs (${times}); ${policy} allows ${allowed}.`];
}

function rungTooOften({ own }: InviteView, allowed: number): string[] {
  const rings = new Map<string, number>();
  for (const { person } of only(own, 'rang')) rings.set(person, (rings.get(person) ?? 0) + 1);
  return [...rings.values()]
    .filter((times) => times > allowed)
    .map((times) => `one person was rung ${times} times; ${allowed} allowed.`);
}

/** In the history, so that a POST is noticed also where chance kept Graph from executing it. */
function blindPosts({ invite, activities }: InviteView): string[] {
  const posts = activities.filter(({ name }) => name === 'postInvite');
  const mayRepost = invite.onUnknownOutcome === 'repostOnce';
  const unclear = posts.filter(isUnclear);
  return posts.flatMap((post, index) => {
    const before = posts.slice(0, index);
    const when = new Date(post.scheduledAt).toISOString();
    if (post.attempt > 1) return [`posted ${post.attempt} times in the activity of ${when}.`];
    if (before.some(({ how }) => how === 'completed')) {
      return [`posted again at ${when}, after Graph had taken a POST.`];
    }
    const unclearBefore = before.filter(isUnclear);
    if (unclearBefore.length > (mayRepost ? 1 : 0)) {
      return [`posted again at ${when}, after ${unclearBefore.length} unclear POSTs.`];
    }
    const waitOverAt = (unclear[0]?.closedAt ?? 0) + invite.deadlines.unknownMs;
    return unclearBefore.length > 0 && post.scheduledAt < waitOverAt - clockToleranceMs
      ? [
          `posted again at ${when}, before the ${invite.deadlines.unknownMs} ms for evidence were over.`,
        ]
      : [];
  });
}

/** Nobody knows whether Graph executed it: neither an answer nor a failure that says it did not. */
function isUnclear(post: RunActivity): boolean {
  return (post.how === 'failed' || post.how === 'timedOut') && mayBeExecuted(post);
}
