import type { BuiltCopy } from '../support/built-copy.ts';
import { startChild, type Child } from '../support/child.ts';
import { sharedNow } from '../support/clock.ts';
import {
  DrivenSchema,
  UsageSchema,
  type Driven,
  type Load,
  type Settings,
  type Usage,
} from './engine-protocol.ts';
import { startGraphStandIn } from '../support/graph-stand-in.ts';
import { randomOf } from '../support/random.ts';
import type { HistoryFindings } from './read-histories.ts';
import { tellerOfNaive, tellerOfOurs } from './tell-invites.ts';
import type { Variant } from './variants.ts';

export const workerProcess = 'bench/engine/worker-process.ts';
export const callerProcess = 'bench/engine/caller-process.ts';

/** A variant with its processes, ready for loads. */
export interface RunningVariant {
  readonly variant: Variant;
  readonly serverPid: number;
  /** When each POST was at the stand-in, and when the first notification set out; by invite id, of the shared clock. */
  readonly posts: ReadonlyMap<string, number>;
  readonly toldAt: ReadonlyMap<string, number>;
  /** What went wrong with telling invites, or rang twice. */
  readonly wrong: () => readonly string[];
  readonly drive: (load: Load) => Promise<Driven>;
  readonly histories: (inviteIds: readonly string[]) => Promise<HistoryFindings>;
  readonly endRegisters: (callIds: readonly string[]) => Promise<void>;
  readonly workerUsage: () => Promise<Usage>;
  /** Zeros where the client is in the worker's process. */
  readonly callerUsage: () => Promise<Usage>;
  readonly stop: () => Promise<void>;
}

interface Surroundings {
  readonly copy: BuiltCopy;
  readonly server: { readonly address: string; readonly namespace: string; readonly pid: number };
  /** Files of the workflow bundles. */
  readonly bundles: Readonly<Record<Settings['product'], string>>;
}

export async function runVariant(
  variant: Variant,
  { copy, server, bundles }: Surroundings,
): Promise<RunningVariant> {
  const { product, promises, tuning, client, name } = variant;
  const { address, namespace } = server;
  const toldAt = new Map<string, number>();
  const problems = new Set<string>();
  const teller = await (product === 'naive' ? tellerOfNaive : tellerOfOurs)({
    ...{ address, namespace, throughRegister: promises.includes('register') },
  });
  const graph = await startGraphStandIn(randomOf(1, name), (posted) => {
    toldAt.set(posted.inviteId, sharedNow());
    teller.tell(posted).catch((error: unknown) => {
      problems.add(`${name}: a notification was not stored: ${String(error)}`);
    });
  });
  const worker = startChild(copy.fileOf(workerProcess));
  const caller = client === 'apart' ? startChild(copy.fileOf(callerProcess)) : undefined;
  const stop = async () => {
    await Promise.all([worker.stop(), caller?.stop()]);
    await graph.close();
    await teller.close();
  };
  const settings: Settings = {
    ...{ product, promises: [...promises], address, namespace, tuning },
    taskQueue: `bench ${name}`,
    graphBaseUrl: graph.baseUrl,
    bundle: bundles[product],
    eagerStart: client === 'together',
  };
  try {
    const children = caller ? [worker, caller] : [worker];
    await Promise.all(children.map((child) => child.ask({ kind: 'start', settings })));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ variant, toldAt, stop, histories: teller.histories, endRegisters: teller.endRegisters },
    serverPid: server.pid,
    posts: graph.postedAt,
    wrong: () => [
      ...problems,
      ...[...graph.posts.values()]
        .filter((count) => count > 1)
        .map((count) => `${name}: an invite was posted ${count} times.`),
      ...graph.strange.map((request) => `${name}: Graph was asked for ${request}.`),
    ],
    drive: async (load) =>
      DrivenSchema.parse(await (caller ?? worker).ask({ kind: 'drive', load })),
    workerUsage: () => usageOf(worker),
    callerUsage: () => (caller ? usageOf(caller) : Promise.resolve({ cpuMs: 0 })),
  };
}

async function usageOf(child: Child): Promise<Usage> {
  return UsageSchema.parse(await child.ask({ kind: 'usage' }));
}
