/** The whole product in one process, over real HTTP: simulator, worker, webhooks and client on the run's Temporal server. */
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { inject } from 'vitest';
import { createInviteClient, type InviteClient, type InviteHandle } from '../../client/index.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { createLogger } from '../../runtime/logger.ts';
import { payloadEncryption, type PayloadEncryption } from '../../runtime/payload-encryption.ts';
import { countRefusals } from '../../runtime/payload-refusals.ts';
import { ensureSearchAttributes } from '../../runtime/search-attributes.ts';
import { keepTemporal } from '../../runtime/steady-temporal.ts';
import { openTemporal } from '../../runtime/temporal-connection.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import { webhooksLogFields } from '../../webhooks/log-fields.ts';
import { startWebhooks, type Webhooks } from '../../webhooks/start-webhooks.ts';
import { createWorker } from '../../worker/create-worker.ts';
import type { Via } from './fault-proxy-links.ts';
import { replayErrors } from './replay.ts';
import { until } from './until.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

export const tenantId = '3f1c7f7e-6d0b-4b4e-9a51-1f6a0c2c9d10';
export const appId = 'c2f6a1de-93f4-4d7e-8d0a-5b8c6e1f2a33';

export interface Cloud {
  readonly simulator: Simulator;
  readonly webhooks: Webhooks;
  readonly invites: InviteClient;
  readonly client: Client;
  readonly taskQueue: string;
  /** Where calls send their notifications. */
  readonly callbackUri: string;
  /** Lines that the webhooks logged. */
  readonly log: readonly string[];
  /** Replays the finished run of each of these invites with the code as it is now. */
  replay(...invites: readonly InviteHandle[]): Promise<void>;
  close(): Promise<void>;
}

export interface CloudOptions {
  /** The address that each caller of a link uses in place of the real one; tests and their client always go straight. */
  readonly via?: Via;
  /** For the simulator's faults; default 1. */
  readonly seed?: number;
  /** How the simulator repeats notifications. */
  readonly redelivery?: SimulatorOptions['redelivery'];
  /** false: start without waiting for the webhooks to be ready. */
  readonly awaitReady?: boolean;
  /** Key file: worker, webhooks and client encrypt with it; default: in clear. */
  readonly keysFile?: string;
}

const straight: Via = (_link, address) => Promise.resolve(address);

/** One worker runtime and one bundle for all clouds of a test file. */
const bundled = new Map<boolean, Promise<WorkflowBundleWithSourceMap>>();

function prepareWorkers(encrypted: boolean): Promise<WorkflowBundleWithSourceMap> {
  if (bundled.size === 0) {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      shutdownSignals: [],
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    });
  }
  const bundle = bundled.get(encrypted) ?? bundleWorkflows({ encrypted });
  bundled.set(encrypted, bundle);
  return bundle;
}

export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { via = straight, seed, redelivery = {}, keysFile } = options;
  const encryption = keysFile === undefined ? undefined : payloadEncryption(keysFile);
  const workflowBundle = await prepareWorkers(encryption !== undefined);
  const namespace = inject('temporalNamespace');
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection, namespace, ...converting(encryption) });
  await ensureSearchAttributes({ connection, namespace, attributes: searchAttributes });
  const simulator = await startSimulator({ ...trust, appId, tenantId, seed, redelivery });
  const taskQueue = `cloud-${randomUUID()}`;
  const worker = await startWorker({ simulator, via, taskQueue, workflowBundle, encryption });
  const log: string[] = [];
  const receiver = await startReceiver({ simulator, via, log, keysFile });
  const { webhooks } = receiver;
  const isReady = async () => (await fetch(`${webhooks.adminUrl}/readyz`)).ok;
  if (options.awaitReady !== false) await until(isReady, 'the webhooks are ready');
  const host = await via('graphToWebhook', new URL(webhooks.notificationUrl).host);
  return {
    simulator,
    webhooks,
    invites: createInviteClient({ client, taskQueue }),
    client,
    taskQueue,
    callbackUri: withHost(webhooks.notificationUrl, host),
    log,
    replay: async (...invites) => {
      const runs = invites.map(({ workflowId }) => client.workflow.getHandle(workflowId));
      const [error] = await replayErrors(workflowBundle, runs, converting(encryption));
      if (error) throw error;
    },
    close: async () => {
      await receiver.close();
      await simulator.close();
      await worker.close();
      await connection.close();
    },
  };
}

function converting(dataConverter: PayloadEncryption | undefined) {
  return dataConverter === undefined ? {} : { dataConverter };
}

const trust = { issuer: 'https://simulator.invalid/graph', staticToken: 'test-token' };

interface Parts {
  readonly simulator: Simulator;
  readonly via: Via;
}

interface WorkerParts extends Parts {
  readonly taskQueue: string;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
  readonly encryption: PayloadEncryption | undefined;
}

async function startWorker(parts: WorkerParts) {
  const { simulator, via, taskQueue, workflowBundle, encryption } = parts;
  const connection = await NativeConnection.connect({
    address: await via('workerToTemporal', inject('temporalAddress')),
  });
  const { graphBaseUrl } = simulator;
  const inviteWorker = await createWorker({
    connection,
    namespace: inject('temporalNamespace'),
    taskQueue,
    graphBaseUrl: withHost(graphBaseUrl, await via('workerToGraph', new URL(graphBaseUrl).host)),
    accessToken: () => Promise.resolve(trust.staticToken),
    workflowBundle,
    encryption,
  });
  const stopped = inviteWorker.worker.run();
  return {
    close: async () => {
      inviteWorker.worker.shutdown();
      await stopped;
      await inviteWorker.close();
      await connection.close();
    },
  };
}

interface ReceiverParts extends Parts {
  readonly log: string[];
  readonly keysFile: string | undefined;
}

async function startReceiver({ simulator, via, log, keysFile }: ReceiverParts) {
  const { jwksUrl } = simulator;
  const address = await via('webhookToTemporal', inject('temporalAddress'));
  const namespace = inject('temporalNamespace');
  const logger = createLogger({
    name: 'webhooks',
    level: 'debug',
    fields: webhooksLogFields,
    destination: into(log),
  });
  const refusals = countRefusals(logger);
  const dataConverter = payloadEncryption(keysFile, refusals);
  const config = { address, namespace, connectionOptions: { address } };
  const open = () => openTemporal({ config, dataConverter });
  const temporal = keepTemporal(open(), open);
  const webhooks = await startWebhooks({
    config: {
      host: '127.0.0.1',
      port: 0,
      path: '/notifications',
      bodyLimit: 1_048_576,
      audience: appId,
      issuers: [trust.issuer],
      keySetUrl: withHost(jwksUrl, await via('webhookToKeySet', new URL(jwksUrl).host)),
      tenants: [],
      payloadKeysFile: keysFile,
      adminHost: '127.0.0.1',
      adminPort: 0,
      logLevel: 'debug',
    },
    client: () => temporal.client(),
    logger,
    refusals,
  });
  return {
    webhooks,
    close: async () => {
      await webhooks.close();
      await temporal.close();
    },
  };
}

function withHost(url: string, host: string): string {
  return Object.assign(new URL(url), { host }).href;
}

function into(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
}
