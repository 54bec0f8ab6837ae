import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInvite } from './answer-invite.ts';
import type { Call } from './call.ts';
import { endCall } from './call-state.ts';
import { callNotFound, emptyAnswer, errorAnswer, type HttpAnswer } from './http-answer.ts';
import { readCall, readOperation, readParticipant, readRoster } from './read-call.ts';
import { removeParticipant } from './remove-participant.ts';
import { sendAnswer } from './send-answer.ts';
import { findCall, type World } from './world.ts';

type CallRoute = { Params: { callId: string; entryId: string } };

/** Graph's calls, under every root they have had. `/app` is a deprecated beta path that lives on. */
export function addGraphRoutes(app: FastifyInstance, world: World): void {
  for (const version of ['/v1.0', '/beta']) {
    for (const root of ['/communications', '/app']) {
      addCallRoutes(app, world, `${version}${root}/calls/:callId`);
    }
  }
}

function addCallRoutes(app: FastifyInstance, world: World, call: string): void {
  app.post<CallRoute>(`${call}/participants/invite`, async (request, reply) => {
    const bodyText = typeof request.body === 'string' ? request.body : '';
    const { callId } = request.params;
    const authorised = isAuthorised(world, request);
    return sendAnswer(reply, await answerInvite(world, { callId, bodyText, authorised }));
  });
  const route = (
    method: 'GET' | 'DELETE',
    path: string,
    answer: (found: Call, entryId: string) => HttpAnswer,
  ): void => {
    app.route<CallRoute>({
      method,
      url: `${call}${path}`,
      handler: (request, reply) => answerAbout(world, request, reply, answer),
    });
  };
  route('GET', '', (found) => readCall(world, found));
  route('DELETE', '', (found) => hangUp(world, found));
  route('GET', '/participants', (found) => readRoster(world, found));
  route('GET', '/participants/:entryId', readParticipant);
  route('DELETE', '/participants/:entryId', (found, id) => removeParticipant(world, found, id));
  route('GET', '/operations/:entryId', readOperation);
}

function answerAbout(
  world: World,
  request: FastifyRequest<CallRoute>,
  reply: FastifyReply,
  answer: (call: Call, entryId: string) => HttpAnswer,
): FastifyReply {
  if (!isAuthorised(world, request)) {
    const unauthorised = 'InvalidAuthenticationToken';
    return sendAnswer(reply, errorAnswer(401, unauthorised, 'Access token is invalid.'));
  }
  const call = findCall(world, request.params.callId);
  if (call === undefined || call.ended) return sendAnswer(reply, callNotFound());
  return sendAnswer(reply, answer(call, request.params.entryId));
}

/** In a group call only the bot's own leg ends; the bot sees the same in both kinds. */
function hangUp(world: World, call: Call): HttpAnswer {
  const resultInfo = { code: 200, subcode: 7000, message: 'Ended by the application.' };
  const { oddities } = call;
  endCall(world, call, { cause: 'graphDelete', resultInfo, announced: true, oddities });
  return emptyAnswer(204);
}

function isAuthorised(world: World, request: FastifyRequest<CallRoute>): boolean {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return false;
  return world.staticToken === null || token === world.staticToken;
}
