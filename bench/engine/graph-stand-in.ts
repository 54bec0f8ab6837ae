import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { sharedNow } from '../support/clock.ts';

/** Stands where Microsoft's cloud would: takes each POST, and says at once that it is running. */
export interface GraphStandIn {
  readonly baseUrl: string;
  /** When each POST was here, by invite id. */
  readonly posts: ReadonlyMap<string, number>;
  /** POSTs beyond the first of an invite. */
  readonly again: () => number;
  close(): Promise<void>;
}

export interface Posted {
  readonly inviteId: string;
  readonly callId: string;
  readonly personId: string;
  readonly operationId: string;
}

const BodySchema = z.object({
  clientContext: z.string(),
  participants: z.tuple([z.object({ identity: z.object({ user: z.object({ id: z.string() }) }) })]),
});

/** @param onPosted called when the answer has been written */
export async function startGraphStandIn(onPosted: (posted: Posted) => void): Promise<GraphStandIn> {
  const posts = new Map<string, number>();
  let again = 0;
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const at = sharedNow();
        const { clientContext: inviteId, participants } = BodySchema.parse(JSON.parse(body));
        if (posts.has(inviteId)) again += 1;
        else posts.set(inviteId, at);
        const [, callId = ''] = /\/calls\/([^/]+)\//.exec(request.url ?? '') ?? [];
        const operationId = `operation-${inviteId}`;
        const answer = {
          '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
          id: operationId,
          status: 'running',
          clientContext: inviteId,
          resultInfo: null,
          participants,
        };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
        const [{ identity }] = participants;
        onPosted({ inviteId, callId, personId: identity.user.id, operationId });
      },
      () => {
        response.writeHead(400).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${portOf(server.address())}/v1.0`,
    posts,
    again: () => again,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('No port could be had.');
  return address.port;
}
