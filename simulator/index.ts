import { createControl, type Control } from './control.ts';
import { createDeliveries } from './deliveries.ts';
import type { FaultPlan } from './faults.ts';
import { createKeyRing } from './key-ring.ts';
import { createKeyRotation } from './key-rotation.ts';
import { openLedger } from './ledger.ts';
import { readFaultPlan } from './read-fault-plan.ts';
import { createScriptBook } from './script-book.ts';
import { createSender } from './send-notification.ts';
import { createServer } from './server.ts';
import { createTimers } from './timers.ts';
import type { World } from './world.ts';

export type { CallEndInput, CallInput } from './control.ts';
export type { FaultPlan } from './faults.ts';
export type { PostFault } from './faults/posts.ts';
export type { LedgerEntry, LedgerFact, LedgerPerson } from './ledger-fact.ts';
export type { Oddity } from './oddities.ts';
export type { Answer, Fact, Script } from './script.ts';
export type { Variant } from './variants.ts';

/** How a simulator is set up. Times in milliseconds. */
export type SimulatorOptions = {
  /** Default 127.0.0.1. The control API has no password: think before using another. */
  readonly host?: string | undefined;
  /** Default 0, a free one. */
  readonly port?: number | undefined;
  /** The bot: audience of the tokens, and the application in each roster. */
  readonly appId: string;
  /** The tenant of calls that name none. */
  readonly tenantId: string;
  readonly issuer: string;
  /** Append the ledger to this file, one JSON line each, on disk before the simulator goes on. */
  readonly ledgerFile?: string | undefined;
  /** For the fault decisions; default 1. */
  readonly seed?: number | undefined;
  /** Accept only this bearer on the Graph surface; absent: any that is not empty. */
  readonly staticToken?: string | undefined;
  /** How long people take to answer where a script says nothing; default 150. */
  readonly answerMs?: number | undefined;
  /** How long it rings before nobody answered; default 60,000. */
  readonly ringMs?: number | undefined;
  /** How deliveries without a 2xx are repeated; default 5 tries from 200 ms, doubling, 15 s each. */
  readonly redelivery?: {
    readonly tries?: number | undefined;
    readonly backoffMs?: number | undefined;
    readonly timeoutMs?: number | undefined;
  };
  readonly faults?: FaultPlan | undefined;
};

export type Simulator = Control & {
  readonly url: string;
  /** Where a Graph client points: `<url>/v1.0`. */
  readonly graphBaseUrl: string;
  readonly jwksUrl: string;
  /** Stops everything at once: pending rings, deliveries, held answers. */
  readonly close: () => Promise<void>;
};

/** Starts a Graph cloud-communications simulator. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, issuer } = options;
  const parts = await createWorld(options);
  const { world } = parts;
  const control = createControl(world);
  let url = '';
  const server = createServer({ world, control, issuer, ownUrl: () => url });

  const close = async (): Promise<void> => {
    world.timers.close();
    parts.sender.close();
    await server.close();
    await parts.settled();
    world.ledger.close();
  };
  try {
    url = await server.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
  world.ledger.write({ type: 'simulatorStarted', seed: world.seed });
  const graphBaseUrl = `${url}/v1.0`;
  return { ...control, url, graphBaseUrl, jwksUrl: `${url}/.well-known/keys`, close };
}

async function createWorld(options: SimulatorOptions) {
  const { appId, tenantId, issuer, seed = 1, redelivery = {} } = options;
  const plan = readFaultPlan(options.faults ?? {});
  const timers = createTimers();
  const sender = createSender();
  const ledger = openLedger(options.ledgerFile);
  const keys = await createKeyRing({ appId, tenantId, issuer });
  const faults = (): FaultPlan => world.faults;
  const deliveries = createDeliveries({
    seed,
    ledger,
    timers,
    keys,
    sender,
    policy: {
      tries: redelivery.tries ?? 5,
      backoffMs: redelivery.backoffMs ?? 200,
      timeoutMs: redelivery.timeoutMs ?? 15_000,
    },
    beforeDelivery: createKeyRotation({ keys, ledger, faults }),
    faults,
  });
  const world: World = {
    appId,
    tenantId,
    seed,
    timers,
    ledger,
    keys,
    staticToken: options.staticToken ?? null,
    times: { answerMs: options.answerMs ?? 150, ringMs: options.ringMs ?? 60_000 },
    calls: new Map(),
    scripts: createScriptBook(),
    deliver: deliveries.deliver,
    faults: plan,
  };
  return { world, sender, settled: deliveries.settled };
}
