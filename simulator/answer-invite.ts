import { inviteAnswerBody } from './bodies/invite-answer.ts';
import type { Call, Operation } from './call.ts';
import type { PostFault } from './faults.ts';
import {
  callNotFound,
  emptyAnswer,
  errorAnswer,
  jsonAnswer,
  type HttpAnswer,
} from './http-answer.ts';
import { newGuid, normaliseId, sha256 } from './ids.ts';
import { performInvite } from './invite.ts';
import { readInviteRequest, type InviteRequest } from './invite-request.ts';
import { answeredOperation } from './operations.ts';
import { planInvite, type InvitePlan } from './plan-invite.ts';
import { scriptedStatus } from './scripted-status.ts';
import { findCall, type World } from './world.ts';

type InvitePost = {
  readonly callId: string;
  readonly bodyText: string;
  readonly authorised: boolean;
};

/** Answers a POST to `…/participants/invite`. The ledger knows of it before anybody rings. */
export async function answerInvite(world: World, post: InvitePost): Promise<HttpAnswer> {
  const body = parsed(post.bodyText);
  const checked = checkInvite(world, post, body);
  const plan = 'refusal' in checked ? null : planInvite(world, checked.call, checked.request);
  const trace = {
    postId: newGuid(),
    callId: post.callId,
    clientContext: contextOf(body),
  };
  world.ledger.write({
    type: 'postReceived',
    ...trace,
    bodySha256: sha256(post.bodyText),
    executed: plan?.executed ?? false,
    droppedParticipants: 'refusal' in checked ? 0 : checked.request.droppedParticipants,
  });
  const answer = 'refusal' in checked ? checked.refusal : await carryOut(world, checked, plan);
  const status = answer.kind === 'cut' ? null : answer.status;
  world.ledger.write({ type: 'postAnswered', ...trace, status });
  return answer;
}

type Checked =
  { readonly refusal: HttpAnswer } | { readonly call: Call; readonly request: InviteRequest };

function checkInvite(world: World, post: InvitePost, body: unknown): Checked {
  const bad = (status: number, code: string, message: string): Checked => ({
    refusal: errorAnswer(status, code, message),
  });
  if (!post.authorised) return bad(401, 'InvalidAuthenticationToken', 'Access token is invalid.');
  const call = findCall(world, post.callId);
  if (call === undefined || call.ended) return { refusal: callNotFound() };
  const request = readInviteRequest(body);
  if ('refused' in request) return bad(400, 'BadRequest', request.refused);
  if (call.kind === 'peerToPeer' && request.participants.length > 1) {
    return bad(400, 'BadRequest', 'Several participants need a group call.');
  }
  if (call.repeatedInvite === 'isRefused' && someoneIsThere(call, request)) {
    return bad(409, 'Conflict', 'The identity is in the call already.');
  }
  return { call, request };
}

async function carryOut(
  world: World,
  { call, request }: { call: Call; request: InviteRequest },
  plan: InvitePlan | null,
): Promise<HttpAnswer> {
  if (plan === null) return { kind: 'cut' };
  const { lead, fault } = plan;
  const operation = plan.executed ? performInvite(world, call, request, plan) : null;
  if (lead.answer?.kind === 'httpStatus') return scriptedStatus(lead.answer);
  if (operation === null || fault === 'cutResponse') return { kind: 'cut' };
  if (fault === 'executedButTimedOut') {
    await world.timers.sleep((call.faults ?? world.faults).posts?.holdMs ?? 60_000);
    return { kind: 'cut' };
  }
  if (lead.answer?.kind === 'completionBeforeAnswer') await operation.announced;
  return unreadable(inviteAnswer(call, operation), fault);
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

function unreadable(answer: HttpAnswer, fault: PostFault | null): HttpAnswer {
  if (answer.kind === 'cut') return answer;
  switch (fault) {
    case 'emptyAnswer':
      return emptyAnswer(answer.status);
    case 'truncatedAnswer':
      return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
    case 'htmlAnswer': {
      const headers = { ...answer.headers, 'content-type': 'text/html' };
      return { ...answer, headers, body: '<!doctype html><title>Gateway</title>' };
    }
    default:
      return answer;
  }
}

function someoneIsThere(call: Call, request: InviteRequest): boolean {
  const there = new Set(call.roster.map((entry) => normaliseId(entry.person.id)));
  const ringing = call.operations.flatMap(({ seats }) =>
    seats.filter((s) => s.state === 'ringing'),
  );
  for (const seat of ringing) there.add(normaliseId(seat.person.id));
  return request.participants.some(({ person }) => there.has(normaliseId(person.id)));
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
