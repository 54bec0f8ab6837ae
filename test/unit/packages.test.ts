import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = new URL('../../', import.meta.url);
const readText = (path: string) => readFileSync(new URL(path, root), 'utf8');
const lockfile = JSON.parse(readText('package-lock.json')) as Lockfile;
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

const manifest = JSON.parse(readText('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};
const supplyChain = readText('docs/supply-chain.md');
const packages = installed.filter(([path]) => path !== '');
const production = packages.filter(([, { dev }]) => dev !== true);

describe('the lockfile', () => {
  test('names no registry and no other source', () => {
    expect(packages.filter(([, { resolved, link }]) => resolved ?? link)).toEqual([]);
    expect(readText('package-lock.json')).not.toMatch(/"(?:git\+|https?:|file:)[^"]*\.(?:tgz|git)/);
  });

  test('has a hash of SHA-512 for every package', () => {
    const unhashed = packages.filter(
      ([, { integrity }]) => !/^sha512-\S{88}$/.test(integrity ?? ''),
    );
    expect(unhashed.map(([path]) => path)).toEqual([]);
    expect(packages.length).toBeGreaterThan(100);
  });

  test('has install scripts in packages of a closed list only', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(scripted.map(([path]) => path).sort()).toEqual([
      'node_modules/@grpc/proto-loader/node_modules/protobufjs',
      'node_modules/@swc/core',
    ]);
  });

  test('has only packages of permissive licences in production', () => {
    const others = production.filter(([, { license }]) => !permissive.has(license ?? ''));
    expect(others.map(([path, { license }]) => [path, license])).toEqual([
      // Data about browsers, with the name of its source.
      ['node_modules/caniuse-lite', 'CC-BY-4.0'],
      ['node_modules/unionfs', undefined],
    ]);
    expect(readText('node_modules/unionfs/LICENSE')).toMatch(
      /^This is free and unencumbered software released into the public domain/,
    );
  });
});

const permissive = new Set([
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Apache-2.0 AND MIT'],
  ...['BlueOak-1.0.0', 'Unlicense'],
]);

test('no script of a package runs when it is installed, and none of ours either', () => {
  expect(readText('.npmrc').split('\n')).toContain('ignore-scripts=true');
  const atInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
  expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
});

test('every production dependency is in docs/supply-chain.md with its reason, and no other', () => {
  const [, table = ''] = /^## Production dependencies\n([^]*?)\n## /m.exec(supplyChain) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` +\| (\S.*\S) +\|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(manifest.dependencies).sort());
});
