import type { Announcing, Call } from './call.ts';
import { callFault, type CallFault } from './faults/calls.ts';
import {
  decidePost,
  decisionFor,
  isExecuted,
  type PostDecision,
  type PostFaultPlan,
} from './faults/posts.ts';
import { nextCount, randomFor } from './faults/random.ts';
import type { InviteRequest } from './invite-request.ts';
import type { InviteScript } from './operations.ts';
import { facts, type Answer, type Script } from './script.ts';
import { odditiesOf } from './variants.ts';
import { faultsOf, type World } from './world.ts';

/** What is to become of one POST that Graph would take. */
export type InvitePlan = {
  /** null: it is not executed. */
  readonly script: InviteScript | null;
  /** The script that speaks about the POST itself. */
  readonly lead: Script;
  readonly decided: PostDecision;
  readonly callFault: CallFault | null;
};

/** Decides everything before anything happens: the faults, the scripts, and whether the POST is executed at all. */
export function planInvite(world: World, call: Call, request: InviteRequest): InvitePlan {
  const { posts, calls } = faultsOf(world, call);
  const nth = nextCount(call, 'post');
  const random = (kind: string) => randomFor(world.seed, `${kind} ${call.ordinal} ${nth}`);
  const end = callFault(calls, random('call end'));
  if (end === 'endsOnPost') {
    const undisturbed = decisionFor(posts, null, random('post'));
    return { script: null, lead: {}, decided: undisturbed, callFault: end };
  }
  const drawn = decidePost(posts, nth, random('post'));
  // What the plan keeps off never gets to the scripts, so that it uses none of them up.
  if (!isExecuted(drawn.fault)) return { script: null, lead: {}, decided: drawn, callFault: null };
  const inviteeIds = request.participants.map(({ person }) => person.id);
  const scripts = world.scripts.take(request.clientContext, inviteeIds);
  const lead = scripts.find(decidesTheAnswer) ?? scripts[0] ?? {};
  const decided = scripted(lead, posts, random('scripted post')) ?? drawn;
  const refuses = lead.answer?.kind === 'httpStatus' && lead.answer.executed !== true;
  const executed = !refuses && isExecuted(decided.fault);
  const script = executed ? inviteScript(call, lead, scripts) : null;
  return { script, lead, decided, callFault: executed ? end : null };
}

/** What the ledger calls the faults of a POST. */
export function faultNameOf({ decided, callFault: end }: InvitePlan): string | null {
  const names = [end, decided.fault].filter((name) => name !== null);
  return names.length === 0 ? null : names.join('+');
}

/** A script's word about the answer goes before the rates of the plan. */
function scripted(
  { answer, postFault }: Script,
  plan: PostFaultPlan | undefined,
  random: () => number,
): PostDecision | null {
  if (answer?.kind === 'httpStatus') return decisionFor(plan, null, random);
  return postFault === undefined ? null : decisionFor(plan, postFault, random);
}

function inviteScript(call: Call, lead: Script, scripts: readonly Script[]): InviteScript {
  const answers = scripts.map((script) => script.answer ?? { kind: 'answer' as const });
  const oddities = odditiesOf([{ oddities: [...call.oddities] }, ...scripts]);
  return { answers, announcing: announcingOf(lead, answers, oddities) };
}

/** Of several people's scripts, one that speaks about the POST itself decides how the POST is answered. */
function decidesTheAnswer({ answer, postFault, postAnswerAfterMs }: Script): boolean {
  if (postFault !== undefined || postAnswerAfterMs !== undefined) return true;
  return /^(?:httpStatus|completedInAnswer|failedInAnswer|completionBeforeAnswer)$/.test(
    answer?.kind ?? '',
  );
}

function announcingOf(
  lead: Script,
  answers: readonly Answer[],
  oddities: Announcing['oddities'],
): Announcing {
  const some = (...kinds: readonly Answer['kind'][]): boolean =>
    answers.some(({ kind }) => kinds.includes(kind));
  const completionNever = some('completionNever') ? 'never' : 'notification';
  return {
    oddities,
    lost: lead.lost ?? [],
    order: lead.order ?? facts,
    delaysMs: lead.delaysMs ?? {},
    oneByOne: lead.oneByOne ?? false,
    originalCallStays: some('teardownNever'),
    completionBy: some('completedInAnswer', 'failedInAnswer') ? 'answer' : completionNever,
    revokeStatus: lead.revokeStatus ?? null,
  };
}
