import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const lockfile = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as Lockfile;
const installed = Object.entries(lockfile.packages);

// A bundle must be built by the version that loads it, and instanceof fails across copies (docs/temporal-facts.md 6).
test('all Temporal packages have one version, each in one copy', () => {
  const temporal = installed.filter(([path]) => path.includes('node_modules/@temporalio/'));
  expect(temporal.length).toBeGreaterThan(5);
  expect(new Set(temporal.map(([, { version }]) => version)).size).toBe(1);
  expect(temporal.filter(([path]) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});

// Several copies of 8 make every JSON history fail to replay with "type must be a Type" (docs/temporal-facts.md 8).
test('there is one copy of protobufjs 8, which all Temporal packages find', () => {
  const copies = installed.filter(
    ([path, { version }]) => path.endsWith('/protobufjs') && version?.startsWith('8.'),
  );
  expect(copies.map(([path]) => path)).toEqual(['node_modules/protobufjs']);
  const require = createRequire(import.meta.url);
  const found = ['@temporalio/common', '@temporalio/proto', '@temporalio/worker'].map((name) =>
    createRequire(require.resolve(name)).resolve('protobufjs'),
  );
  expect(new Set(found).size).toBe(1);
});
