import type { FastifyReply } from 'fastify';
import type { HttpAnswer } from './http-answer.ts';

/** Sends an answer as it is, or resets the connection instead of answering. */
export function sendAnswer(reply: FastifyReply, answer: HttpAnswer): FastifyReply {
  if (answer.kind === 'cut') {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
    return reply;
  }
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}
