import { builtinModules } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleWorkflows } from '../../support/workflow-bundle.ts';

describe.each([
  ['in clear', false],
  ['for encrypted payloads', true],
])('the workflow code %s', (_, encrypted) => {
  let bundle = '';
  /** Paths of the modules that went in, from the inline source map. */
  let modules: readonly string[] = [];

  beforeAll(async () => {
    const { code } = await bundleWorkflows({ encrypted });
    const marker = '\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,';
    const cut = code.lastIndexOf(marker);
    expect(cut).toBeGreaterThan(0);
    bundle = code.slice(0, cut);
    const map = Buffer.from(code.slice(cut + marker.length), 'base64').toString('utf8');
    modules = (JSON.parse(map) as { sources: string[] }).sources;
  }, 60_000);

  test('is smaller than 700 kB', () => {
    expect(Buffer.byteLength(bundle)).toBeLessThan(700_000);
  });

  test('holds no zod and no room but its own and the contracts', () => {
    expect(modules.some((path) => path.includes('workflows/invite-participants'))).toBe(true);
    expect(modules.filter((path) => /node_modules\/zod|\/schemas\//.test(path))).toEqual([]);
    expect(bundle).not.toContain('node_modules/zod');
    const rooms = /\/(activities|client|webhooks|worker|simulator|runtime|cli)\/[^/]+\.ts$/;
    expect(modules.filter((path) => !path.includes('node_modules') && rooms.test(path))).toEqual(
      [],
    );
  });

  // Each module is evaluated for each workflow: whoever adds one should know that it was added.
  test('is made of the SDK and of about forty modules of our own', () => {
    const packageOf = (path: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    const packages = modules.flatMap((path) => packageOf(path) ?? []);
    expect([...new Set(packages)].sort()).toEqual([
      '@temporalio/common',
      '@temporalio/workflow',
      'long',
      'ms',
      'nexus-rpc',
    ]);
    expect(modules.length - packages.length).toBeLessThanOrEqual(42);
    expect(modules.length).toBeLessThanOrEqual(122);
  });

  test('reaches no built-in module of Node', () => {
    // Temporal's bundler gives workflow code its own `assert` and `url`.
    const others = builtinModules.filter((name) => name !== 'assert' && name !== 'url');
    const reached = others.filter(
      (name) => bundle.includes(`require("node:${name}")`) || bundle.includes(`require("${name}")`),
    );
    expect(reached).toEqual([]);
  });

  test('encodes the words of failures only where payloads are encrypted', () => {
    expect(modules.some((path) => path.endsWith('workflows/failure-converter.cjs'))).toBe(
      encrypted,
    );
  });
});
