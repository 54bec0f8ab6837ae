import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { inviteAnswerBody } from '../../simulator/bodies/invite-answer.ts';
import type { Oddities } from '../../simulator/oddities.ts';
import { sharedNow } from './clock.ts';
import type { Random } from './random.ts';

export interface Posted {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
}

/** What takes Graph's place: each invite gets a running operation, and whatever else is asked is refused and counted. */
export interface GraphStandIn {
  /** For `GRAPH_BASE_URL`. */
  readonly baseUrl: string;
  /** POSTs by invite. */
  readonly posts: ReadonlyMap<string, number>;
  /** When the first of them was here, of the clock that all processes share. */
  readonly postedAt: ReadonlyMap<string, number>;
  /** Requests that are no invite, as method and path. */
  readonly strange: readonly string[];
  /** From now on a POST is taken and not answered, until `release`. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

const invitePath = /^\/v1\.0\/communications\/calls\/([^/]+)\/participants\/invite$/;
const tenantId = '7d0c2b1e-0000-4000-8000-000000000010';
const none: Oddities = new Set();

const InviteBodySchema = z.object({
  clientContext: z.string(),
  participants: z.tuple([z.object({ identity: z.object({ user: z.object({ id: z.string() }) }) })]),
});

/** @param onPosted called when the answer has been written */
export async function startGraphStandIn(
  random: Random,
  onPosted: (posted: Posted) => void = () => undefined,
): Promise<GraphStandIn> {
  const posts = new Map<string, number>();
  const postedAt = new Map<string, number>();
  const strange: string[] = [];
  const held: (() => void)[] = [];
  let holding = false;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = request;
    const text = await bodyOf(request);
    const at = sharedNow();
    const [, callId] = invitePath.exec(url) ?? [];
    if (method !== 'POST' || callId === undefined) {
      strange.push(`${method} ${url}`);
      response.writeHead(400).end();
      return;
    }
    const { clientContext: inviteId, participants } = InviteBodySchema.parse(JSON.parse(text));
    const [{ identity }] = participants;
    const personId = identity.user.id;
    if (!postedAt.has(inviteId)) postedAt.set(inviteId, at);
    posts.set(inviteId, (posts.get(inviteId) ?? 0) + 1);
    const body = runningOperation(inviteId, personId, random);
    const send = () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      onPosted({ inviteId, callId, personId });
    };
    if (holding) held.push(send);
    else send();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Of a worker that was killed while it sent.
      strange.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${portOf(server.address())}/v1.0`,
    ...{ posts, postedAt, strange },
    hold: () => {
      holding = true;
    },
    release: () => {
      holding = false;
      for (const send of held.splice(0)) send();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** As the simulator writes it. */
function runningOperation(clientContext: string, personId: string, random: Random) {
  const participant = {
    person: { kind: 'user', id: personId },
    replacesCallId: null,
    sourceParticipantId: null,
    participantId: random.guid(),
  } as const;
  return inviteAnswerBody(
    {
      ...{ operationId: random.guid(), clientContext, status: 'running', resultInfo: null },
      ...{ participants: [participant], tenantId, createdAt: new Date() },
    },
    none,
  );
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
}
