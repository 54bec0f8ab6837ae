import type { FastifyReply } from 'fastify';

/** Long enough for a replica to take over, short enough for a ringing phone. */
const retryAfterSeconds = 2;

type Status = 202 | 400 | 401 | 403 | 404 | 405 | 413 | 415 | 503;

/** Never a body: it could only tell a stranger more than the status does. */
export function answer(reply: FastifyReply, status: Status): FastifyReply {
  return reply.code(status).send();
}

/** Come back later; nothing of this request is stored as far as we know. */
export function unavailable(reply: FastifyReply, seconds = retryAfterSeconds): FastifyReply {
  return answer(reply.header('retry-after', seconds), 503);
}

/** Fastify's own refusals of a body; undefined for a fault on our side, which must never look like the sender's. */
export function statusOf(error: unknown): 400 | 413 | 415 | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return status === 400 || status === 413 || status === 415 ? status : undefined;
}
