/**
 * A whole deployment for fault tests: a Temporal server and a simulator of its own, workers and webhooks as real
 * processes from dist/, and a fault proxy on each link of each process. No part of vitest is in it, so that a plain node
 * program can use it too.
 */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createInviteClient, type InviteClient } from '../../client/index.ts';
import { payloadEncryption } from '../../runtime/payload-encryption.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { findTemporal } from '../../tools/temporal/find-server.mjs';
import { startBalancer } from './stack-balancer.ts';
import { linkOpener, type StackLink } from './stack-links.ts';
import type { EndedProcess } from './stack-process.ts';
import { createTeardown, type Teardown } from './stack-teardown.ts';
import { stackTemporal, type StackTemporal } from './stack-temporal.ts';
import { stackWebhooks, type StackWebhooks } from './stack-webhooks.ts';
import { stackWorker, type StackWorker } from './stack-worker.ts';

export interface StackOptions {
  /** Of a Temporal CLI; absent: found as `npm test` finds one. */
  readonly cliPath?: string | undefined;
  /** How many worker processes, `worker-1` and so on; default 1. */
  readonly workers?: number;
  /** How many webhooks processes, `webhooks-1` and so on; default 1. */
  readonly webhooks?: number;
  /** Of the simulator and the proxies; default 1. */
  readonly seed?: number;
  /** Times, redelivery policy and faults of the simulator. */
  readonly simulator?: Pick<SimulatorOptions, 'answerMs' | 'ringMs' | 'redelivery' | 'faults'>;
  /** Further environment of every worker and every webhooks process, such as `LOG_LEVEL`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Key file: every process and the client encrypt with it; default: in clear. */
  readonly keysFile?: string;
}

export interface Stack {
  readonly temporal: StackTemporal;
  /** In this process; its ledger is also on disk, in `ledgerFile`. */
  readonly simulator: Simulator;
  readonly ledgerFile: string;
  readonly appId: string;
  readonly tenantId: string;
  readonly taskQueue: string;
  /** All started when `startStack` resolves. */
  readonly workers: readonly StackWorker[];
  readonly webhooks: readonly StackWebhooks[];
  /** Every link of every process. */
  readonly links: readonly StackLink[];
  /** For calls of the simulator: leads to all webhooks in turn, connection by connection, as far as they run. */
  readonly callbackUri: string;
  /** A worker or webhooks by name. */
  process(name: string): StackWorker | StackWebhooks;
  /** Connected straight to Temporal, through no proxy. */
  readonly client: Client;
  readonly invites: InviteClient;
  /** Every end of a worker or webhooks process so far, in order; those that `close` stops are added. */
  readonly ended: readonly EndedProcess[];
  /** Sets every link to `pass`, and lets paused processes go on. */
  heal(): void;
  /**
   * Heals, stops the webhooks, then the workers, then everything else, and removes all files. Resolves with `ended`; of
   * a healthy process `exit` is 0 where `stoppedBy` is SIGTERM. A second call resolves with the same.
   */
  close(): Promise<readonly EndedProcess[]>;
}

/** Starts everything and waits until every process is ready. When a part does not start, nothing is left behind. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const teardown = createTeardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run().catch(() => undefined);
    throw error;
  }
}

const appId = '5d0f4f0e-3b8c-4a57-9c39-0c6f3a1f7b21';
const tenantId = '8a4d2c55-71c6-4f0e-b1ab-2f6f5f0d9e34';
const issuer = 'https://simulator.invalid/graph';
const taskQueue = 'graph-invites';

async function start(options: StackOptions, teardown: Teardown): Promise<Stack> {
  const { seed = 1, cliPath = await findCli() } = options;
  const folder = temporaryFolder('graph-invite-stack-');
  teardown.add(folder.remove);
  const temporal = await stackTemporal({ cliPath, folder: folder.path });
  teardown.add(() => temporal.stop());
  await temporal.start();
  const ledgerFile = join(folder.path, 'ledger.jsonl');
  const identity = { appId, tenantId, issuer, seed, ledgerFile };
  const simulator = await startSimulator({ ...options.simulator, ...identity });
  teardown.add(() => simulator.close());
  const { keysFile } = options;
  const client = await connect(temporal, teardown, keysFile);
  const ended: EndedProcess[] = [];
  const links: StackLink[] = [];
  const parts = {
    env: {
      ...baseEnvironment(folder.path, temporal),
      ...(keysFile !== undefined && { PAYLOAD_ENCRYPTION_KEYS_FILE: keysFile }),
      ...options.env,
    },
    temporalPort: portOf(`http://${temporal.address}`),
    simulatorPort: portOf(simulator.url),
    openLink: linkOpener(teardown, links, seed),
    onEnd: (end: EndedProcess) => ended.push(end),
  };
  const workers = await each(options.workers ?? 1, (number) =>
    stackWorker({ ...parts, name: `worker-${number}`, taskQueue }),
  );
  const webhooks = await each(options.webhooks ?? 1, (number) =>
    stackWebhooks({ ...parts, name: `webhooks-${number}`, appId, issuer }),
  );
  const callbackUri = await startBalancer(webhooks, teardown);
  const processes = [...workers, ...webhooks];
  const heal = () => {
    for (const { proxy } of links) proxy.set({ kind: 'pass' });
    for (const process of processes) process.resume();
  };
  // Undone from the end: what must go first comes last.
  teardown.add(() => Promise.all(workers.map((worker) => worker.stop())));
  teardown.add(() => Promise.all(webhooks.map((one) => one.stop())));
  teardown.add(heal);
  await Promise.all(processes.map((process) => process.start()));
  let closed: Promise<void> | undefined;
  return {
    ...{ temporal, simulator, ledgerFile, appId, tenantId, taskQueue },
    ...{ workers, webhooks, links, callbackUri, client, ended, heal },
    process: (name) => named(processes, name),
    invites: createInviteClient({ client, taskQueue }),
    close: async () => {
      await (closed ??= teardown.run());
      return ended;
    },
  };
}

/** A server that `TEMPORAL_ADDRESS` names cannot be killed, so that the variable does not count. */
async function findCli(): Promise<string> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const found = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, log });
  if (found.kind !== 'cli') throw new Error('A stack needs a Temporal CLI.');
  return found.cliPath;
}

async function connect(
  temporal: StackTemporal,
  teardown: Teardown,
  keysFile: string | undefined,
): Promise<Client> {
  const connection = await Connection.connect({ address: temporal.address });
  teardown.add(() => connection.close());
  const encryption = keysFile === undefined ? {} : { dataConverter: payloadEncryption(keysFile) };
  const { namespace } = temporal;
  return new Client({ connection, namespace, identity: 'stack-client', ...encryption });
}

/** The folder as home: a profile of Temporal's in the real one must not count. */
function baseEnvironment(home: string, { namespace }: StackTemporal): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TEMPORAL_NAMESPACE: namespace,
    ALLOW_INSECURE_LOOPBACK: 'true',
  };
}

async function each<T>(count: number, make: (number: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let number = 1; number <= count; number += 1) made.push(await make(number));
  return made;
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The stack has no process ${name}.`);
  return found;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
