import type { FastifyInstance } from 'fastify';
import type { KeySetState } from './faults/keys.ts';
import { answerKeyDocument } from './key-answer.ts';
import { sendAnswer } from './send-answer.ts';
import type { World } from './world.ts';

/** The published key set and the document that names it, as the calling service has them. */
export function addKeyRoutes(
  app: FastifyInstance,
  world: World,
  issuer: string,
  ownUrl: () => string,
): void {
  const add = (name: string, document: () => unknown): void => {
    const moved = `/.well-known/moved/${name}`;
    const route = (path: string, stateNow: () => KeySetState): void => {
      app.get(path, async (request, reply) => {
        const state = stateNow();
        const fault = state === 'normal' ? null : state;
        const write = (status: number | null): void => {
          world.ledger.write({ type: 'keySetAnswered', path, status, fault });
        };
        // Who waits in vain is counted at once: the end of the wait tells nothing.
        if (state === 'silent') write(null);
        const answer = await answerKeyDocument(world, { state, document, moved });
        const isLost = answer.kind === 'cut' || request.raw.socket.destroyed;
        if (state !== 'silent') write(isLost ? null : answer.status);
        return sendAnswer(reply, answer);
      });
    };
    route(`/.well-known/${name}`, () => world.faults.keys?.keySet ?? 'normal');
    route(moved, () => 'normal');
  };
  add('keys', () => world.keys.jwks());
  add('OpenIdConfiguration', () => ({
    issuer,
    jwks_uri: `${ownUrl()}/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  }));
}
