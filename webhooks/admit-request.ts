import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WarnSparsely } from '../runtime/sparse-log.ts';
import { answer, unavailable } from './answers.ts';
import type { Budget, EnterCheck, Place, ShedReason } from './back-pressure.ts';
import type { Metrics } from './metrics.ts';
import type { Verification } from './verify.ts';

export interface AdmitOptions {
  readonly verify: (rawHeaders: readonly string[]) => Promise<Verification>;
  readonly enterCheck: EnterCheck;
  readonly budget: Budget;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly metrics: Pick<Metrics, 'tokenFailures'>;
  readonly warn: WarnSparsely;
  readonly shed: (reply: FastifyReply, reason: ShedReason) => FastifyReply;
}

/** What a request carries once it is let in. */
export interface Admission {
  readonly tenantId: string;
  readonly place: Place;
}

/**
 * Decides before the body is read: who has no token, or comes when too much is under way, costs no memory.
 * @returns the admission, or the answer that ends the request
 */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  options: AdmitOptions,
): Promise<Admission | FastifyReply> {
  const leaveCheck = options.enterCheck(request.raw.socket);
  if (leaveCheck === undefined) return options.shed(reply, 'pipelined');
  const verification = await options.verify(request.raw.rawHeaders).finally(leaveCheck);
  if (verification.kind !== 'accepted') return refuse(reply, verification, options);
  if (isEncoded(request)) return answer(reply, 415);
  // Gone while its token was looked at: its end has been told already, so that a place would never be given back.
  if (request.raw.destroyed) return unavailable(reply);
  const place = options.budget.reserve(announcedBytes(request, options.bodyLimit));
  if (typeof place === 'string') return options.shed(reply, place);
  holdWhileOpen(place, request, reply);
  return { tenantId: verification.tenantId, place };
}

/**
 * Until the body is read or the connection is gone, or the answer is out, whichever comes first. Each alone would lose
 * places: a request whose answer was sent before its body was there never closes (Node 20.20, measured), and of pipelined
 * requests the later ones have no connection yet to answer on when it breaks.
 */
function holdWhileOpen(place: Place, { raw }: FastifyRequest, reply: FastifyReply): void {
  const letGo = place.hold();
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    letGo();
  };
  raw.once('close', end);
  reply.raw.once('close', end);
}

/** The same bytes for every reason: a forger learns nothing from the answer. */
function refuse(
  reply: FastifyReply,
  verification: Exclude<Verification, { kind: 'accepted' }>,
  { metrics, warn }: AdmitOptions,
): FastifyReply {
  const { failure } = verification;
  metrics.tokenFailures.inc({ class: failure });
  warn(failure, { failure }, 'token not accepted');
  switch (verification.kind) {
    case 'unauthorised':
      return answer(reply.header('www-authenticate', 'Bearer'), 401);
    case 'forbidden':
      return answer(reply, 403);
    case 'keysUnavailable':
      return unavailable(reply, verification.retryAfterSeconds);
  }
}

/** Nothing is unpacked here: a small archive can hold a huge body. */
function isEncoded({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && encoding.toLowerCase() !== 'identity';
}

/** At most the limit, since more than that is refused unread. Chunks announce nothing, so they may come to the limit. */
function announcedBytes({ headers }: FastifyRequest, bodyLimit: number): number {
  const length = headers['content-length'];
  return length === undefined ? bodyLimit : Math.min(Number(length), bodyLimit);
}
