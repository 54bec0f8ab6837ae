import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerInvite } from './answer-invite.ts';
import { answerRead, type ReadRequest } from './answer-read.ts';
import type { Call } from './call.ts';
import { endCall } from './call-state.ts';
import { callNotFound, emptyAnswer, invalidToken, type HttpAnswer } from './http-answer.ts';
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
    const post = { callId, bodyText, ...callerOf(world, request) };
    return sendAnswer(reply, await answerInvite(world, post));
  });
  const get = (path: string, what: ReadRequest['what']): void => {
    app.get<CallRoute>(`${call}${path}`, async (request, reply) => {
      const read = { what, ...request.params, ...callerOf(world, request) };
      return sendAnswer(reply, await answerRead(world, read));
    });
  };
  const remove = (path: string, answer: (found: Call, entryId: string) => HttpAnswer): void => {
    app.delete<CallRoute>(`${call}${path}`, (request, reply) =>
      sendAnswer(reply, answerDelete(world, request, answer)),
    );
  };
  remove('', (found) => hangUp(world, found));
  remove('/participants/:entryId', (found, id) => removeParticipant(world, found, id));
  get('', 'call');
  get('/participants', 'roster');
  get('/participants/:entryId', 'participant');
  get('/operations/:entryId', 'operation');
}

function answerDelete(
  world: World,
  request: FastifyRequest<CallRoute>,
  answer: (call: Call, entryId: string) => HttpAnswer,
): HttpAnswer {
  if (!isAuthorised(world, request)) return invalidToken();
  const call = findCall(world, request.params.callId);
  if (call === undefined || call.ended) return callNotFound();
  return answer(call, request.params.entryId);
}

/** In a group call only the bot's own leg ends; the bot sees the same in both kinds. */
function hangUp(world: World, call: Call): HttpAnswer {
  const resultInfo = { code: 200, subcode: 7000, message: 'Ended by the application.' };
  const { oddities } = call;
  void endCall(world, call, { cause: 'graphDelete', resultInfo, announced: true, oddities });
  return emptyAnswer(204);
}

function callerOf(world: World, request: FastifyRequest<CallRoute>) {
  return {
    authorised: isAuthorised(world, request),
    callerHasGone: () => request.raw.socket.destroyed,
  };
}

function isAuthorised(world: World, request: FastifyRequest<CallRoute>): boolean {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return false;
  return world.staticToken === null || token === world.staticToken;
}
