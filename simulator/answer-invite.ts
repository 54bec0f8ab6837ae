import { inviteAnswerBody } from './bodies/invite-answer.ts';
import type { Call, Operation } from './call.ts';
import { endByFault } from './end-by-fault.ts';
import { checkInvite, type CheckedInvite } from './check-invite.ts';
import { replacedAnswer, spoiltAnswer } from './faulty-answer.ts';
import { callNotFound, jsonAnswer, type HttpAnswer } from './http-answer.ts';
import { newGuid, sha256 } from './ids.ts';
import { performInvite } from './invite.ts';
import type { InviteRequest } from './invite-request.ts';
import { answeredOperation } from './operations.ts';
import { faultNameOf, planInvite, type InvitePlan } from './plan-invite.ts';
import { scriptedStatus } from './scripted-status.ts';
import type { World } from './world.ts';

type InvitePost = {
  readonly callId: string;
  readonly bodyText: string;
  readonly authorised: boolean;
  readonly callerHasGone: () => boolean;
};

/** Answers a POST to `…/participants/invite`. The ledger knows of it before anybody rings. */
export async function answerInvite(world: World, post: InvitePost): Promise<HttpAnswer> {
  const body = parsed(post.bodyText);
  const invite = planned(world, checkInvite(world, { ...post, body }));
  const refused = 'refusal' in invite;
  const trace = {
    postId: newGuid(),
    callId: post.callId,
    clientContext: contextOf(body),
    fault: refused ? null : faultNameOf(invite.plan),
  };
  world.ledger.write({
    type: 'postReceived',
    ...trace,
    bodySha256: sha256(post.bodyText),
    executed: !refused && invite.plan.script !== null,
    droppedParticipants: refused ? 0 : invite.request.droppedParticipants,
  });
  const answer = refused ? invite.refusal : await carryOut(world, invite);
  const arrived = answeredWith(post.callerHasGone() ? { kind: 'cut' } : answer);
  world.ledger.write({ type: 'postAnswered', ...trace, ...arrived });
  return answer;
}

type Accepted = {
  readonly call: Call;
  readonly request: InviteRequest;
  readonly plan: InvitePlan;
};

function planned(
  world: World,
  checked: CheckedInvite,
): Accepted | { readonly refusal: HttpAnswer } {
  if ('refusal' in checked) return checked;
  return { ...checked, plan: planInvite(world, checked.call, checked.request) };
}

function answeredWith(answer: HttpAnswer): { status: number | null; retryAfter: string | null } {
  if (answer.kind === 'cut') return { status: null, retryAfter: null };
  return { status: answer.status, retryAfter: answer.headers['retry-after'] ?? null };
}

async function carryOut(world: World, accepted: Accepted): Promise<HttpAnswer> {
  const answer = await act(world, accepted);
  const waitMs = accepted.plan.lead.postAnswerAfterMs ?? 0;
  if (waitMs > 0 && (await world.timers.sleep(waitMs)) === 'closed') return { kind: 'cut' };
  return answer;
}

async function act(world: World, { call, request, plan }: Accepted): Promise<HttpAnswer> {
  const { script, lead, decided } = plan;
  const operation = script === null ? null : performInvite(world, call, request, script);
  await endByFault(world, call, operation, plan.callFault);
  if (plan.callFault === 'endsOnPost') return callNotFound();
  if (lead.answer?.kind === 'httpStatus') return scriptedStatus(lead.answer);
  const replaced = await replacedAnswer(decided, world.timers);
  if (replaced !== null || operation === null) return replaced ?? { kind: 'cut' };
  if (lead.answer?.kind === 'completionBeforeAnswer') await operation.announced;
  return spoiltAnswer(inviteAnswer(call, operation), decided.fault);
}

function inviteAnswer(call: Call, operation: Operation): HttpAnswer {
  const { oddities, completionBy } = operation.announcing;
  const status = completionBy === 'answer' ? operation.status : 'running';
  const resultInfo = completionBy === 'answer' ? operation.resultInfo : null;
  const answered = { ...answeredOperation(call, operation), status, resultInfo };
  const location = `/communications/calls/${call.callId}/operations/${operation.operationId}`;
  return jsonAnswer(
    oddities.has('answer202') ? 202 : 200,
    inviteAnswerBody(answered, oddities),
    oddities.has('answerWithoutLocation') ? {} : { location },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contextOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('clientContext' in body)) return null;
  return typeof body.clientContext === 'string' ? body.clientContext : null;
}
