import type { FastifyInstance } from 'fastify';
import { ControlInputError } from './control-reader.ts';
import type { UncheckedControl } from './control.ts';
import { oddityMeanings } from './oddities.ts';
import { variants } from './variants.ts';

type OfCall = { Params: { callId: string } };
type AfterEntry = { Querystring: { after?: string } };

/** The control API: for tests and demos in any language, on the same port as Graph, without a token. */
export function addControlRoutes(app: FastifyInstance, control: UncheckedControl): void {
  app.post('/control/calls', (request, reply) =>
    reply.code(201).send(control.createCall(parsed(request.body))),
  );
  app.delete<OfCall>('/control/calls/:callId', (request, reply) => {
    control.endCall(request.params.callId, parsedOrAbsent(request.body));
    return reply.code(204).send();
  });
  app.post<OfCall>('/control/calls/:callId/roster', (request, reply) => {
    control.sendRoster(request.params.callId, parsedOrAbsent(request.body));
    return reply.code(202).send();
  });
  app.post('/control/scripts', (request, reply) => {
    control.script(parsed(request.body));
    return reply.code(204).send();
  });
  app.delete('/control/scripts', (_request, reply) => {
    control.clearScripts();
    return reply.code(204).send();
  });
  app.put('/control/faults', (request, reply) => {
    control.setFaults(parsed(request.body));
    return reply.code(204).send();
  });
  app.get<AfterEntry>('/control/ledger', (request) => {
    const after = Number(request.query.after ?? 0);
    if (!Number.isSafeInteger(after)) throw new ControlInputError('after must be a whole number');
    return { entries: control.ledger(after) };
  });
  addKeyControl(app, control);
  app.get('/control/oddities', () => ({ oddities: oddityMeanings, variants }));
}

function addKeyControl(app: FastifyInstance, control: UncheckedControl): void {
  app.post('/control/keys/rotate', async (request) => ({
    keyId: await control.rotateKeys(parsedOrAbsent(request.body)),
  }));
  app.post('/control/tokens', async (request) => ({
    token: await control.mintToken(parsedOrAbsent(request.body)),
  }));
}

function parsedOrAbsent(body: unknown): unknown {
  return body === undefined || body === '' ? undefined : parsed(body);
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    throw new ControlInputError('the body is no JSON');
  }
}
