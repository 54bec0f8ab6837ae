import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { graphErrorBody } from './bodies/graph-error.ts';
import { addControlRoutes } from './control-routes.ts';
import { ControlInputError } from './control-reader.ts';
import { UnknownCallError, type UncheckedControl } from './control.ts';
import { addGraphRoutes } from './graph-routes.ts';
import { newGuid } from './ids.ts';
import { addKeyRoutes } from './key-routes.ts';
import type { World } from './world.ts';

type ServerParts = {
  readonly world: World;
  readonly control: UncheckedControl;
  readonly issuer: string;
  readonly ownUrl: () => string;
};

/** The HTTP server of a simulator, not listening yet. It marks each answer with `x-graph-simulator: true`. */
export function createServer({ world, control, issuer, ownUrl }: ServerParts): FastifyInstance {
  // Held answers and idle connections must not keep a closing simulator waiting.
  const app = fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  // Bodies stay text: the ledger hashes what came, and each surface words its own errors.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('x-graph-simulator', 'true');
    done();
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(errorBody(`No resource ${request.method} ${request.url}`, 'NotFound')),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = statusOf(error);
    return reply.code(status).send(errorBody(error.message, status < 500 ? 'BadRequest' : 'Error'));
  });
  app.get('/healthz', () => ({ status: 'ok', simulator: true }));
  addKeyRoutes(app, world, issuer, ownUrl);
  addControlRoutes(app, control);
  addGraphRoutes(app, world);
  return app;
}

function statusOf(error: FastifyError): number {
  if (error instanceof ControlInputError) return 400;
  if (error instanceof UnknownCallError) return 404;
  return error.statusCode ?? 500;
}

function errorBody(message: string, code: string): unknown {
  return graphErrorBody({ code, message, requestId: newGuid(), at: new Date() });
}
