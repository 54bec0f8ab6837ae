import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { checkStartRequest, type InviteClient } from 'graph-invite-orchestrator/client';
import { answerForError } from '../http/answer-for-error.ts';
import { eventStreamHeaders, openEventStream } from '../http/event-stream.ts';
import type { RunningServer } from '../http/running-server.ts';
import { untilGone } from '../http/until-gone.ts';

/** A backend for invites, on loopback. Whoever reaches it may invite: put your authentication before the routes. */
export async function startServer(invites: InviteClient, port = 0): Promise<RunningServer> {
  const closing = new AbortController();
  const server = createApp(invites, closing.signal).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${taken ?? port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      closing.abort();
      await closed;
    },
  };
}

function createApp(invites: InviteClient, closing: AbortSignal): Express {
  const app = express();
  app.use(express.json());

  app.post('/invites', async (request, response) => {
    const body: unknown = request.body;
    const asked = Object.assign({}, body, { inviteId: request.get('idempotency-key') });
    const { inviteId, request: checked } = checkStartRequest(asked);
    const signal = untilGone(response, closing);
    const invite = await invites.start({ ...checked, inviteId }, { signal });
    const isNew = invite.runId !== undefined;
    response
      .status(isNew ? 201 : 200)
      .location(`/invites/${inviteId}`)
      .json({ inviteId });
  });

  app.get('/invites/:inviteId', async (request, response) => {
    const signal = untilGone(response, closing);
    response.json(await invites.get(request.params.inviteId).status({ signal }));
  });

  app.get('/invites/:inviteId/result', async (request, response) => {
    const signal = untilGone(response, closing);
    response.json(await invites.get(request.params.inviteId).result({ signal }));
  });

  app.get('/invites/:inviteId/events', async (request, response) => {
    const signal = untilGone(response, closing);
    const events = await openEventStream(invites.get(request.params.inviteId), signal);
    response.writeHead(200, eventStreamHeaders);
    await pipeline(events, response);
  });

  app.delete('/invites/:inviteId', async (request, response) => {
    const signal = untilGone(response, closing);
    await invites.get(request.params.inviteId).cancel({ signal });
    response.status(202).json({ inviteId: request.params.inviteId });
  });

  app.use(answerErrors);
  return app;
}

/** Express knows a handler of errors by its four parameters. */
const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  // Too late for an answer: Express cuts the connection.
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status, headers, body } = answerForError(error);
  response.status(status).set(headers).json(body);
};
