/** The whole product with a fault proxy on each link, and many invites at once. */
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { InviteHandle, InviteRequest, InviteResult } from '../../client/index.ts';
import type { Script } from '../../simulator/index.ts';
import { startCloud, type Cloud, type CloudOptions } from './cloud.ts';
import { linkProxies, type Link } from './fault-proxy-links.ts';
import type { FaultProxy } from './fault-proxy.ts';

export interface FaultyCloud extends Omit<Cloud, 'close'> {
  link(name: Link): FaultProxy;
  /** Starts so many at once. */
  start(count: number, options?: InviteOptions): Promise<InviteHandle[]>;
  /** POSTs of this invite that Graph acted on. */
  executedPosts(invite: InviteHandle): number;
  close(): Promise<void>;
}

interface InviteOptions extends Pick<InviteRequest, 'deadlines' | 'onUnknownOutcome'> {
  readonly script?: Script;
  /** Where calls send their notifications; default: through the link. */
  readonly callbackUri?: string;
}

/** Short, so that no test waits for a default; `unknownMs` is longer than people take to answer. */
export const soon = {
  operationMs: 15_000,
  rosterMs: 15_000,
  teardownMs: 15_000,
  reconcileMs: 5_000,
  unknownMs: 3_000,
} as const;

export async function startFaultyCloud(
  options: Omit<CloudOptions, 'via'> & Parameters<typeof linkProxies>[0] = {},
): Promise<FaultyCloud> {
  const proxies = linkProxies(options);
  const cloud = await startCloud({ ...options, via: proxies.via });
  return {
    ...cloud,
    link: (name) => proxies.of(name),
    start: (count, invite) =>
      Promise.all(Array.from({ length: count }, (_, index) => startOne(cloud, index, invite))),
    executedPosts: (invite) => executedPosts(cloud, invite),
    close: async () => {
      await cloud.close();
      await proxies.close();
    },
  };
}

/** Every one joined, after exactly one POST that Graph acted on, and replays. */
export async function joinedOnce(
  cloud: FaultyCloud,
  invites: readonly InviteHandle[],
): Promise<InviteResult[]> {
  const results = await Promise.all(invites.map((invite) => invite.result()));
  expect(results.map(({ outcome }) => outcome)).toEqual(invites.map(() => 'joined'));
  expect(invites.map((invite) => cloud.executedPosts(invite))).toEqual(invites.map(() => 1));
  await cloud.replay(...invites);
  return results;
}

/** Where the end of the operation was learned. */
export const completionOf = ({ confirmedBy }: InviteResult) => confirmedBy.completion;

/** One person into a call of their own; the first of several leaves a peer-to-peer call for it. */
async function startOne(
  { simulator, invites, callbackUri: throughLink }: Cloud,
  index: number,
  { script, callbackUri = throughLink, deadlines = soon, onUnknownOutcome }: InviteOptions = {},
): Promise<InviteHandle> {
  const id = randomUUID();
  const person = { identity: { user: { id } } };
  if (script) simulator.script({ inviteeId: id, ...script });
  const { callId } = simulator.createCall({ kind: 'group', callbackUri });
  const original =
    index === 0
      ? simulator.createCall({ kind: 'peerToPeer', callbackUri, participants: [person] })
      : undefined;
  return await invites.start({
    callId,
    participants: [{ ...person, ...(original && { replacesCallId: original.callId }) }],
    deadlines,
    ...(onUnknownOutcome !== undefined && { onUnknownOutcome }),
  });
}

function executedPosts({ simulator }: Cloud, { inviteId }: InviteHandle): number {
  return simulator
    .ledger()
    .filter(
      (entry) =>
        entry.type === 'postReceived' && entry.clientContext === inviteId && entry.executed,
    ).length;
}

/** A time limit that only a signal under way stands for must survive it: Node holds such timers weakly. */
export function collectGarbage(): void {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
}
