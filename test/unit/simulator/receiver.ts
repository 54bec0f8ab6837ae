import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTHeaderParameters } from 'jose';
import {
  startSimulator,
  type LedgerEntry,
  type Simulator,
  type SimulatorOptions,
} from '../../../simulator/index.ts';

export const appId = '0b07b07b-1111-4222-8333-444455556666';
export const tenantId = '7e7e7e7e-1111-4222-8333-444455556666';
export const issuer = 'https://issuer.example';
export const ada = 'ada0ada0-1111-4222-8333-444455556666';
export const bob = 'b0bb0bb0-1111-4222-8333-444455556666';
export const phone = '+15550100123';

type Listed = {
  readonly id: string;
  readonly isInLobby: boolean;
  readonly participantId?: string;
  readonly info: {
    readonly identity: Readonly<Record<'user' | 'application' | 'phone', { id: string }>>;
  };
};

type Ended = {
  readonly id: string | null;
  readonly status?: string;
  readonly state?: string;
  readonly resultInfo: { readonly message: string };
};

/** One commsNotification; `resourceData` is a roster or the rest, whichever a test expects. */
export type Item = {
  readonly changeType: string;
  readonly resource?: string;
  readonly resourceUrl?: string;
  readonly resourceData: readonly Listed[] & Ended;
};

/** What the Graph surface answers, whichever part of it a test expects. */
export type GraphBody = {
  readonly id: string;
  readonly status: string;
  readonly participants: readonly Listed[];
  readonly value: readonly Listed[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Readonly<Record<string, string>>;
  };
};

export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The items of the envelope; empty when the body is something else. */
  readonly items: readonly Item[];
};

export type Receiver = {
  readonly url: string;
  readonly received: Received[];
  /** All items in the order of arrival, of the deliveries that were answered 202. */
  readonly items: () => readonly Item[];
  readonly verify: (
    one: Received,
    jwksUrl: string,
  ) => Promise<{ payload: JWTPayload; protectedHeader: JWTHeaderParameters }>;
  /** Statuses for the next deliveries; afterwards 202. */
  readonly statuses: number[];
  readonly close: () => Promise<void>;
};

/** A webhook on loopback that keeps what it gets. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const accepted: Received[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one = { headers: request.headers, text, items: itemsOf(text) };
      const status = statuses.shift() ?? 202;
      received.push(one);
      if (status === 202) accepted.push(one);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    statuses,
    items: () => accepted.flatMap((one) => one.items),
    verify: (one, jwksUrl) => {
      const token = (one.headers.authorization ?? '').replace(/^Bearer /, '');
      const keys = createRemoteJWKSet(new URL(jwksUrl));
      return jwtVerify(token, keys, { issuer, audience: appId, algorithms: ['RS256'] });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function itemsOf(text: string): readonly Item[] {
  try {
    return (JSON.parse(text) as { value?: Item[] }).value ?? [];
  } catch {
    return [];
  }
}

/** Waits until a look gives something, at most five seconds. */
export async function eventually<Seen>(look: () => Seen | undefined | false): Promise<Seen> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`not seen in time: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export type Stage = {
  readonly simulator: Simulator;
  readonly receiver: Receiver;
  readonly close: () => Promise<void>;
};

/** A simulator with quick people, and a webhook for its calls. */
export async function startStage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const receiver = await startReceiver();
  const simulator = await startSimulator({
    appId,
    tenantId,
    issuer,
    answerMs: 20,
    ringMs: 40,
    redelivery: { tries: 3, backoffMs: 5 },
    ...options,
  });
  return {
    simulator,
    receiver,
    close: async () => {
      await simulator.close();
      await receiver.close();
    },
  };
}

/** The entries of some types about one call, in their order. */
export function entriesOf<Type extends LedgerEntry['type']>(
  simulator: Simulator,
  callId: string,
  ...types: readonly Type[]
): readonly Extract<LedgerEntry, { type: Type }>[] {
  const wanted: readonly string[] = types;
  const entries = simulator.ledger() as readonly (LedgerEntry & { callId?: string })[];
  return entries.filter(
    (entry): entry is Extract<LedgerEntry, { type: Type }> & { callId: string } =>
      entry.callId === callId && wanted.includes(entry.type),
  );
}

/** One request to the Graph surface. */
export async function graph(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  token: string | null = 'some-token',
): Promise<{ status: number; headers: Headers; body: GraphBody }> {
  const response = await fetch(`${simulator.graphBaseUrl}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: readJson(text) as GraphBody };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The body of an invite of users. */
export function inviting(clientContext: string, userIds: readonly string[], more: object = {}) {
  const participants = userIds.map((id) => ({
    '@odata.type': '#microsoft.graph.invitationParticipantInfo',
    identity: { user: { id } },
    ...more,
  }));
  return { participants, clientContext };
}

/** Posts an invite. */
export function invite(simulator: Simulator, callId: string, body: unknown) {
  return graph(simulator, 'POST', `/communications/calls/${callId}/participants/invite`, body);
}

/** What an item is: `operation`, `roster`, or `call` with its state, prefixed by nothing. */
export function kindOf(item: Item): string {
  const path = item.resource ?? item.resourceUrl ?? '';
  const data = item.resourceData as Item['resourceData'] | undefined;
  if (Array.isArray(data)) return 'roster';
  if (path.includes('/operations/')) return `operation ${data?.status ?? ''}`;
  return `call ${item.changeType} ${data?.state ?? '-'}`;
}
