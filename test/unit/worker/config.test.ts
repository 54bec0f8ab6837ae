import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../runtime/configuration-error.ts';
import { readWorkerConfig } from '../../../worker/config.ts';

const secret = 'a-secret-that-nobody-may-read';
const clientSecret = {
  GRAPH_CREDENTIAL: 'clientSecret',
  AZURE_TENANT_ID: 'tenant-1',
  AZURE_CLIENT_ID: 'client-1',
  AZURE_CLIENT_SECRET: secret,
};
const simulator = {
  GRAPH_CREDENTIAL: 'staticToken',
  GRAPH_STATIC_TOKEN: secret,
  GRAPH_BASE_URL: 'http://127.0.0.1:5001/v1.0',
  ALLOW_INSECURE_LOOPBACK: 'true',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readWorkerConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.message).not.toContain(secret);
    return error.problems.map((problem) => problem.split(' ')[0] ?? '');
  }
  return [];
}

describe('the settings of a worker', () => {
  test('have the documented defaults', () => {
    expect(readWorkerConfig(clientSecret)).toMatchObject({
      taskQueue: 'graph-invites',
      graphBaseUrl: 'https://graph.microsoft.com/v1.0',
      credential: { kind: 'clientSecret', tenantId: 'tenant-1', clientSecret: secret },
      admin: { host: '127.0.0.1', port: 9464 },
      logLevel: 'info',
      tuning: {
        maxConcurrentWorkflowTaskExecutions: 100,
        workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 40 },
        maxConcurrentActivityTaskExecutions: 100,
        maxCachedWorkflows: 500,
      },
    });
  });

  test('take other sizes, within bounds that a worker can have', () => {
    const sizes = {
      WORKER_WORKFLOW_TASKS: '2',
      WORKER_ACTIVITIES: '1',
      WORKER_CACHED_WORKFLOWS: '0',
    };
    expect(readWorkerConfig({ ...clientSecret, ...sizes }).tuning).toMatchObject({
      maxConcurrentWorkflowTaskExecutions: 2,
      workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 2 },
      maxConcurrentActivityTaskExecutions: 1,
      maxCachedWorkflows: 0,
    });
    const wrong = {
      WORKER_WORKFLOW_TASKS: '1',
      WORKER_ACTIVITIES: '0',
      WORKER_CACHED_WORKFLOWS: 'many',
    };
    expect(problemsOf({ ...clientSecret, ...wrong })).toEqual(Object.keys(wrong));
  });

  test('are refused with all problems together, and without any value', () => {
    const broken = {
      ...simulator,
      GRAPH_CREDENTIAL: secret,
      GRAPH_BASE_URL: 'http://graph.example/v1.0',
      ADMIN_PORT: '70000',
      LOG_LEVEL: secret,
      ALLOW_INSECURE_LOOPBACK: 'yes',
    };
    expect(problemsOf(broken)).toEqual(
      expect.arrayContaining([
        'GRAPH_CREDENTIAL',
        'GRAPH_BASE_URL',
        'ADMIN_PORT',
        'LOG_LEVEL',
        'ALLOW_INSECURE_LOOPBACK',
      ]),
    );
  });

  test.each([
    ['clientSecret', ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']],
    ['clientCertificate', ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_CERTIFICATE_PATH']],
    ['managedIdentity', []],
    ['workloadIdentity', []],
    ['staticToken', ['GRAPH_STATIC_TOKEN']],
  ])('ask of %s what it needs: %j', (kind, needed) => {
    expect(problemsOf({ GRAPH_CREDENTIAL: kind })).toEqual(needed);
  });

  test('need a credential, chosen by name', () => {
    expect(problemsOf({})).toEqual(['GRAPH_CREDENTIAL']);
  });

  test('take an empty variable for one that is not set', () => {
    expect(readWorkerConfig({ ...clientSecret, INVITE_TASK_QUEUE: '' }).taskQueue).toBe(
      'graph-invites',
    );
  });
});

describe('a static token', () => {
  test('is for a Graph on this machine', () => {
    expect(readWorkerConfig(simulator).credential).toMatchObject({ staticToken: secret });
  });

  test.each([
    'https://graph.microsoft.com/v1.0',
    'https://127.0.0.1.example.com/v1.0',
    'https://localhost.example.com/v1.0',
  ])('is refused for %s', (GRAPH_BASE_URL) => {
    expect(problemsOf({ ...simulator, GRAPH_BASE_URL })).toContain('GRAPH_STATIC_TOKEN');
  });

  test('is refused for the default Graph', () => {
    expect(problemsOf({ GRAPH_CREDENTIAL: 'staticToken', GRAPH_STATIC_TOKEN: secret })).toContain(
      'GRAPH_STATIC_TOKEN',
    );
  });
});

describe('the address of Graph', () => {
  test.each([
    ['plain http to another host', 'http://graph.microsoft.com/v1.0'],
    ['no URL', 'graph.microsoft.com/v1.0'],
    ['a file', 'file:///v1.0'],
    ['a password inside', 'https://user:pass@graph.microsoft.com/v1.0'],
    ['no version', 'https://graph.microsoft.com'],
  ])('is refused with %s, even where loopback is allowed', (_what, GRAPH_BASE_URL) => {
    const env = { ...clientSecret, ALLOW_INSECURE_LOOPBACK: 'true', GRAPH_BASE_URL };
    expect(problemsOf(env)).toEqual(['GRAPH_BASE_URL']);
  });

  test.each(['http://127.0.0.1:1/v1.0', 'http://[::1]:1/v1.0', 'https://localhost:1/v1.0'])(
    'is refused on this machine unless that is allowed: %s',
    (GRAPH_BASE_URL) => {
      expect(problemsOf({ ...clientSecret, GRAPH_BASE_URL })).toEqual(['GRAPH_BASE_URL']);
      const allowed = { ...clientSecret, GRAPH_BASE_URL, ALLOW_INSECURE_LOOPBACK: 'true' };
      expect(problemsOf(allowed)).toEqual([]);
    },
  );
});

describe('the version of a worker', () => {
  const version = { WORKER_DEPLOYMENT_NAME: 'graph-invites', WORKER_BUILD_ID: '1.4.0+7c1f' };

  test('is none unless it is set', () => {
    expect(readWorkerConfig(clientSecret).version).toBeUndefined();
  });

  test('is the two names together', () => {
    expect(readWorkerConfig({ ...clientSecret, ...version }).version).toEqual({
      deploymentName: 'graph-invites',
      buildId: '1.4.0+7c1f',
    });
  });

  test.each([
    ['WORKER_DEPLOYMENT_NAME', 'WORKER_BUILD_ID'],
    ['WORKER_BUILD_ID', 'WORKER_DEPLOYMENT_NAME'],
  ] as const)('is refused with %s alone, naming %s', (alone, missing) => {
    const env = { ...clientSecret, [alone]: version[alone] };
    expect(() => readWorkerConfig(env)).toThrow(`${missing} is required with ${alone}`);
    expect(problemsOf({ ...env, [missing]: '', LOG_LEVEL: 'loud' })).toEqual([
      missing,
      'LOG_LEVEL',
    ]);
  });

  test.each(['graph.invites', 'graph:invites', '__invites', 'graph invites', 'x'.repeat(481)])(
    'is refused with a deployment name that no server takes: %s',
    (WORKER_DEPLOYMENT_NAME) => {
      const env = { ...clientSecret, ...version, WORKER_DEPLOYMENT_NAME };
      expect(problemsOf(env)).toEqual(['WORKER_DEPLOYMENT_NAME']);
    },
  );

  test.each(['__1', '1 2', 'x'.repeat(481)])(
    'is refused with a build id that no server takes: %s',
    (WORKER_BUILD_ID) => {
      const env = { ...clientSecret, ...version, WORKER_BUILD_ID };
      expect(problemsOf(env)).toEqual(['WORKER_BUILD_ID']);
    },
  );
});

describe('inactive patches', () => {
  test('are none unless they are named', () => {
    expect(readWorkerConfig(clientSecret).inactivePatches).toEqual([]);
  });

  test('are a list of names', () => {
    const env = { ...clientSecret, WORKER_INACTIVE_PATCHES: 'one-patch, another' };
    expect(readWorkerConfig(env).inactivePatches).toEqual(['one-patch', 'another']);
  });
});
