import { defineConfig } from 'vitest/config';

const server = ['test/support/temporal-server.ts'];
/** Both start a worker's native runtime: one process each, and one at a time on two cores. */
const withServer = {
  pool: 'forks' as const,
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // A second is short for an answer of a workflow while other tests share the cores.
  expect: { poll: { timeout: 15_000 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          pool: 'forks',
          // Floods and slow sockets share two cores: one file at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'replay',
          include: ['test/replay/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workflows',
          include: ['test/workflows/**/*.test.ts'],
          globalSetup: server,
          ...withServer,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: server,
          ...withServer,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: server,
          ...withServer,
        },
      },
    ],
    coverage: {
      include: [
        'contracts/**',
        'activities/**',
        'workflows/**',
        'client/**',
        'webhooks/**',
        'simulator/**',
      ],
    },
  },
});
