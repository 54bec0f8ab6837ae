import type { Announcing, Call } from './call.ts';
import { postFault, randomFor, type PostFault } from './faults.ts';
import type { InviteRequest } from './invite-request.ts';
import type { InviteScript } from './operations.ts';
import { facts, type Answer, type Script } from './script.ts';
import { odditiesOf } from './variants.ts';
import type { World } from './world.ts';

/** What is to become of one POST that Graph takes. */
export type InvitePlan = InviteScript & {
  readonly executed: boolean;
  readonly lead: Script;
  readonly fault: PostFault | null;
};

/** Decides everything before anything happens: the scripts, the fault, and whether the POST is executed at all. */
export function planInvite(world: World, call: Call, request: InviteRequest): InvitePlan {
  call.posts += 1;
  const inviteeIds = request.participants.map(({ person }) => person.id);
  const scripts = world.scripts.take(request.clientContext, inviteeIds);
  const lead = scripts.find(decidesTheAnswer) ?? scripts[0] ?? {};
  const random = randomFor(world.seed, `post ${call.ordinal} ${call.posts}`);
  const fault = lead.postFault ?? postFault(call.faults ?? world.faults, random);
  const answers = scripts.map((script) => script.answer ?? { kind: 'answer' as const });
  const refuses = lead.answer?.kind === 'httpStatus' && lead.answer.executed !== true;
  return {
    executed: !refuses && fault !== 'cutRequest',
    lead,
    fault,
    answers,
    announcing: announcingOf(
      lead,
      answers,
      odditiesOf([{ oddities: [...call.oddities] }, ...scripts]),
    ),
  };
}

/** Of several people's scripts, one that speaks about the POST itself decides how the POST is answered. */
function decidesTheAnswer({ answer, postFault: fault }: Script): boolean {
  if (fault !== undefined) return true;
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
