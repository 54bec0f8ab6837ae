import { z } from 'zod';
import { defaultTaskQueue } from '../contracts/messages.ts';
import {
  allowsInsecureLoopback,
  booleanText,
  commaList,
  port,
  readEnvironment,
  secureUrl,
  wholeNumber,
  type Environment,
} from '../runtime/environment.ts';
import { logLevels } from '../runtime/logger.ts';
import { insecureUrlProblem } from '../runtime/secure-url.ts';
import { workerTuning } from './tuning.ts';

export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/** What each kind of credential needs beside its name. */
const neededBy = {
  clientSecret: ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'],
  clientCertificate: ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_CERTIFICATE_PATH'],
  managedIdentity: [],
  workloadIdentity: [],
  staticToken: ['GRAPH_STATIC_TOKEN'],
} as const satisfies Record<string, readonly string[]>;

const credentials = [
  'clientSecret',
  'clientCertificate',
  'managedIdentity',
  'workloadIdentity',
  'staticToken',
] as const satisfies (keyof typeof neededBy)[];

const text = z.string().min(1);

/** What a server takes. With another name the worker polls for ever and gets neither work nor an error. */
const versionName = z
  .string()
  .regex(/^(?!__)\S+$/, 'must not hold blanks, or begin with "__"')
  .max(480, 'must not be longer than 480 characters');

/**
 * The worker's settings, but for Temporal's own.
 * @throws ConfigurationError naming every variable that is wrong
 */
export function readWorkerConfig(env: Environment = process.env) {
  const settings = readEnvironment(schemaFor(env), env);
  return {
    taskQueue: settings.INVITE_TASK_QUEUE,
    graphBaseUrl: settings.GRAPH_BASE_URL,
    credential: {
      kind: settings.GRAPH_CREDENTIAL,
      tenantId: settings.AZURE_TENANT_ID ?? '',
      clientId: settings.AZURE_CLIENT_ID ?? '',
      clientSecret: settings.AZURE_CLIENT_SECRET ?? '',
      certificatePath: settings.AZURE_CLIENT_CERTIFICATE_PATH ?? '',
      certificatePassword: settings.AZURE_CLIENT_CERTIFICATE_PASSWORD ?? '',
      staticToken: settings.GRAPH_STATIC_TOKEN ?? '',
    },
    version: versionOf(settings),
    inactivePatches: settings.WORKER_INACTIVE_PATCHES,
    payloadKeysFile: settings.PAYLOAD_ENCRYPTION_KEYS_FILE,
    tuning: workerTuning({
      workflowTasks: settings.WORKER_WORKFLOW_TASKS,
      activities: settings.WORKER_ACTIVITIES,
      cachedWorkflows: settings.WORKER_CACHED_WORKFLOWS,
    }),
    admin: { host: settings.ADMIN_HOST, port: settings.ADMIN_PORT },
    logLevel: settings.LOG_LEVEL,
  };
}

function schemaFor(env: Environment) {
  const chosen = credentials.find((one) => one === env['GRAPH_CREDENTIAL']);
  const needed: readonly string[] = chosen === undefined ? [] : neededBy[chosen];
  const ifNeeded = (name: string, schema = text) =>
    needed.includes(name) ? schema : schema.optional();
  return z.object({
    INVITE_TASK_QUEUE: text.default(defaultTaskQueue),
    GRAPH_BASE_URL: graphBaseUrl(env).default('https://graph.microsoft.com/v1.0'),
    GRAPH_CREDENTIAL: z.enum(credentials, `must be one of ${credentials.join(', ')}`),
    AZURE_TENANT_ID: ifNeeded('AZURE_TENANT_ID'),
    AZURE_CLIENT_ID: ifNeeded('AZURE_CLIENT_ID'),
    AZURE_CLIENT_SECRET: ifNeeded('AZURE_CLIENT_SECRET'),
    AZURE_CLIENT_CERTIFICATE_PATH: ifNeeded('AZURE_CLIENT_CERTIFICATE_PATH'),
    AZURE_CLIENT_CERTIFICATE_PASSWORD: text.optional(),
    GRAPH_STATIC_TOKEN: ifNeeded(
      'GRAPH_STATIC_TOKEN',
      text.refine(
        () => pointsHere(env['GRAPH_BASE_URL']),
        'is for a GRAPH_BASE_URL on this machine only, such as the simulator',
      ),
    ),
    WORKER_DEPLOYMENT_NAME: togetherWith(
      env['WORKER_BUILD_ID'] && 'WORKER_BUILD_ID',
      versionName.regex(/^[^.:]+$/, 'must not hold "." or ":"'),
    ),
    WORKER_BUILD_ID: togetherWith(
      env['WORKER_DEPLOYMENT_NAME'] && 'WORKER_DEPLOYMENT_NAME',
      versionName,
    ),
    WORKER_INACTIVE_PATCHES: commaList().prefault(''),
    WORKER_WORKFLOW_TASKS: wholeNumber({ min: 2, max: 1_000 }).optional(),
    WORKER_ACTIVITIES: wholeNumber({ min: 1, max: 10_000 }).optional(),
    WORKER_CACHED_WORKFLOWS: wholeNumber({ min: 0, max: 100_000 }).optional(),
    ALLOW_INSECURE_LOOPBACK: booleanText().default(false),
    ADMIN_HOST: text.default('127.0.0.1'),
    ADMIN_PORT: port().default(9464),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    PAYLOAD_ENCRYPTION_KEYS_FILE: text.optional(),
  });
}

/** One of two names alone would be a worker that polls as something else than was meant. */
function togetherWith(other: string | undefined, name: z.ZodString) {
  if (!other) return name.optional();
  const isThere = { error: `is required with ${other}`, abort: true };
  return z
    .string()
    .prefault('')
    .refine((value) => value !== '', isThere)
    .pipe(name);
}

function versionOf(settings: {
  readonly WORKER_DEPLOYMENT_NAME?: string | undefined;
  readonly WORKER_BUILD_ID?: string | undefined;
}) {
  const { WORKER_DEPLOYMENT_NAME: deploymentName, WORKER_BUILD_ID: buildId } = settings;
  return deploymentName === undefined || buildId === undefined
    ? undefined
    : { deploymentName, buildId };
}

function graphBaseUrl(env: Environment) {
  return secureUrl({ allowInsecureLoopback: allowsInsecureLoopback(env) }).refine(
    (url) => !URL.canParse(url) || new URL(url).pathname.length > 1,
    'must end with the version, such as /v1.0',
  );
}

function pointsHere(url: string | undefined): boolean {
  const permitted = { allowInsecureLoopback: true };
  const refused = { allowInsecureLoopback: false };
  return (
    url !== undefined &&
    insecureUrlProblem(url, permitted) === undefined &&
    insecureUrlProblem(url, refused) !== undefined
  );
}
