import { randomBytes } from 'node:crypto';

const HOST = '127.0.0.1';
// Made-up ids: an audience and a tenant that no real bot has.
export const APP_ID = '6d1f5f0e-2b7c-4c58-9a33-0f4b7d0c1a01';
const TENANT_ID = '6d1f5f0e-2b7c-4c58-9a33-0f4b7d0c1a02';
export const ISSUER = 'https://simulator.invalid/graph';
// Settings that a person's shell may hold for a real deployment.
const FOREIGN = /^(GRAPH|NOTIFICATION|WEBHOOK|ADMIN|SIMULATOR)_|^ALLOW_INSECURE_LOOPBACK$/;

/**
 * @typedef {{ simulator: number, webhooks: number, workerAdmin: number, webhooksAdmin: number }} Ports
 * @typedef {Record<string, string>} Settings
 * @typedef {{ simulator: Settings, worker: Settings, webhooks: Settings }} StackSettings
 */

/**
 * What each process is told when a simulator stands in for Graph.
 * @param {{ ports: Ports, ledgerFile: string }} options
 * @returns {StackSettings}
 */
export function simulatedGraphSettings({ ports, ledgerFile }) {
  const simulator = `http://${HOST}:${ports.simulator}`;
  const { worker, webhooks } = ownAdminSettings(ports);
  return {
    simulator: {
      SIMULATOR_HOST: HOST,
      SIMULATOR_PORT: `${ports.simulator}`,
      SIMULATOR_APP_ID: APP_ID,
      SIMULATOR_TENANT_ID: TENANT_ID,
      SIMULATOR_ISSUER: ISSUER,
      SIMULATOR_LEDGER_FILE: ledgerFile,
    },
    worker: {
      ...worker,
      GRAPH_BASE_URL: `${simulator}/v1.0`,
      GRAPH_CREDENTIAL: 'staticToken',
      GRAPH_STATIC_TOKEN: randomBytes(24).toString('hex'),
      ALLOW_INSECURE_LOOPBACK: 'true',
    },
    webhooks: {
      ...webhooks,
      WEBHOOK_HOST: HOST,
      WEBHOOK_PORT: `${ports.webhooks}`,
      NOTIFICATION_AUDIENCE: APP_ID,
      NOTIFICATION_JWKS_URL: `${simulator}/.well-known/keys`,
      NOTIFICATION_ISSUERS: ISSUER,
      ALLOW_INSECURE_LOOPBACK: 'true',
    },
  };
}

/**
 * With real Graph the environment says everything; only the admin ports are ours to choose.
 * @param {Ports} ports
 * @returns {StackSettings}
 */
export function realGraphSettings(ports) {
  return { simulator: {}, ...ownAdminSettings(ports) };
}

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
export function withoutForeignSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)));
}

/** @param {Ports} ports */
function ownAdminSettings(ports) {
  return {
    worker: { ADMIN_HOST: HOST, ADMIN_PORT: `${ports.workerAdmin}` },
    webhooks: { ADMIN_HOST: HOST, ADMIN_PORT: `${ports.webhooksAdmin}` },
  };
}
