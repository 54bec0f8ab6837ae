/** An HTTP server on loopback in the place of Graph, and the activities that talk to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities, createGraphClient, type TokenRequest } from '../../activities/index.ts';
import type { GraphFault, InviteActivities } from '../../contracts/activities.ts';
import type { Registration } from '../../contracts/types.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly localPort: number | undefined;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface GraphServer {
  readonly received: Received[];
  /** What happened, in order: registrations and requests. */
  readonly story: string[];
  readonly registered: { callId: string; registration: Registration; expiresInMs: number }[];
  readonly tokenRequests: TokenRequest[];
  readonly activities: InviteActivities;
  readonly url: string;
  /** How the next requests are answered; the last one stands. */
  answers(...answers: readonly Answer[]): void;
  failToRegister(error: Error): void;
  failToGetTokens(error: Error): void;
  /** From now on the process counts as having stood still until just now. */
  justPaused(): void;
  close(): Promise<void>;
}

export const answer =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** What the client of Graph has instead of made-up tokens and the time limits of production. */
type ClientOptions = Partial<Omit<Parameters<typeof createGraphClient>[0], 'baseUrl'>>;

export async function startGraphServer(
  at: (origin: string) => string = (origin) => `${origin}/v1.0`,
  options: ClientOptions = {},
): Promise<GraphServer> {
  const received: Received[] = [];
  const story: string[] = [];
  const registered: GraphServer['registered'] = [];
  const tokenRequests: TokenRequest[] = [];
  let script: readonly Answer[] = [];
  let registerError: Error | undefined;
  let tokenError: Error | undefined;
  let paused = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      story.push(`${request.method ?? ''} ${request.url ?? ''}`);
      received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        localPort: request.socket.remotePort,
      });
      (script[Math.min(received.length, script.length) - 1] ?? answer(200, {}))(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const graph = createGraphClient({
    baseUrl: at(url),
    accessToken: (request) => {
      tokenRequests.push(request);
      return tokenError
        ? Promise.reject(tokenError)
        : Promise.resolve(`token-${tokenRequests.length}`);
    },
    ...options,
  });
  const activities = createActivities({
    graph,
    pausedRecently: () => paused,
    register: {
      register: (callId, registration, expiresInMs) => {
        story.push(`register ${callId}`);
        registered.push({ callId, registration, expiresInMs });
        return registerError ? Promise.reject(registerError) : Promise.resolve();
      },
    },
  });
  return {
    ...{ received, story, registered, tokenRequests, activities, url },
    answers: (...answers) => {
      script = answers;
    },
    failToRegister: (error) => {
      registerError = error;
    },
    justPaused: () => {
      paused = true;
    },
    failToGetTokens: (error) => {
      tokenError = error;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await graph.close();
    },
  };
}

/** Where an activity runs, without the SDK's warning about each failure that a test provokes. */
export function environmentOf(info: ConstructorParameters<typeof MockActivityEnvironment>[0]) {
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
}

/** Runs one activity as a worker would. */
export async function run<N extends keyof InviteActivities>(
  { activities }: GraphServer,
  name: N,
  input: Parameters<InviteActivities[N]>[0],
  environment = environmentOf({}),
): Promise<Awaited<ReturnType<InviteActivities[N]>>> {
  type Result = Awaited<ReturnType<InviteActivities[N]>>;
  const activity = activities[name] as (one: typeof input) => Promise<Result>;
  return await environment.run<[typeof input], Result, typeof activity>(activity, input);
}

/** The failure of a running activity: what the workflow will see of it. */
export async function faultOf(running: Promise<unknown>) {
  const error: unknown = await running.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}`);
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApplicationFailure)) throw error;
  const { type, message, nonRetryable, details } = error;
  const nextRetryDelay: unknown = error.nextRetryDelay;
  return { type, message, nonRetryable, nextRetryDelay, fault: details?.[0] as GraphFault };
}
