import Fastify, { type FastifyInstance } from 'fastify';
import { checkStartRequest, type InviteClient } from 'graph-invite-orchestrator/client';
import { answerForError } from '../http/answer-for-error.ts';
import { eventStreamHeaders, openEventStream } from '../http/event-stream.ts';
import type { RunningServer } from '../http/running-server.ts';
import { untilGone } from '../http/until-gone.ts';

/** A backend for invites, on loopback. Whoever reaches it may invite: put your authentication before the routes. */
export async function startServer(invites: InviteClient, port = 0): Promise<RunningServer> {
  const closing = new AbortController();
  const app = createApp(invites, closing.signal);
  return {
    url: await app.listen({ port, host: '127.0.0.1' }),
    close: async () => {
      const closed = app.close();
      closing.abort();
      await closed;
    },
  };
}

interface OfInvite {
  readonly Params: { readonly inviteId: string };
}

function createApp(invites: InviteClient, closing: AbortSignal): FastifyInstance {
  const app = Fastify();

  app.post('/invites', async (request, reply) => {
    const asked = Object.assign({}, request.body, { inviteId: request.headers['idempotency-key'] });
    const { inviteId, request: checked } = checkStartRequest(asked);
    const signal = untilGone(reply.raw, closing);
    const invite = await invites.start({ ...checked, inviteId }, { signal });
    const isNew = invite.runId !== undefined;
    void reply.code(isNew ? 201 : 200).header('location', `/invites/${inviteId}`);
    return { inviteId };
  });

  app.get<OfInvite>('/invites/:inviteId', ({ params: { inviteId } }, reply) => {
    return invites.get(inviteId).status({ signal: untilGone(reply.raw, closing) });
  });

  app.get<OfInvite>('/invites/:inviteId/result', ({ params: { inviteId } }, reply) => {
    return invites.get(inviteId).result({ signal: untilGone(reply.raw, closing) });
  });

  app.get<OfInvite>('/invites/:inviteId/events', async ({ params: { inviteId } }, reply) => {
    const signal = untilGone(reply.raw, closing);
    const events = await openEventStream(invites.get(inviteId), signal);
    return reply.headers(eventStreamHeaders).send(events);
  });

  app.delete<OfInvite>('/invites/:inviteId', async ({ params: { inviteId } }, reply) => {
    await invites.get(inviteId).cancel({ signal: untilGone(reply.raw, closing) });
    void reply.code(202);
    return { inviteId };
  });

  app.setErrorHandler((error, _request, reply) => {
    const { status, headers, body } = answerForError(error);
    return reply.code(status).headers(headers).send(body);
  });
  return app;
}
