import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpText, readSimulatorConfig } from '../../../simulator/config.ts';
import { callFaults } from '../../../simulator/faults/calls.ts';
import { deliveryFaults, deliveryTimes } from '../../../simulator/faults/deliveries.ts';
import { keySetStates } from '../../../simulator/faults/keys.ts';
import { postFaults } from '../../../simulator/faults/posts.ts';
import { readFaults, rosterFaults } from '../../../simulator/faults/reads.ts';
import { retryAfterForms } from '../../../simulator/faults/retry-after.ts';
import { oddityNames } from '../../../simulator/oddities.ts';
import { facts } from '../../../simulator/script.ts';
import { variantNames } from '../../../simulator/variants.ts';

test('an empty environment gives the defaults, empty values count as absent', () => {
  expect(readSimulatorConfig({ SIMULATOR_HOST: '' })).toMatchObject({
    host: undefined,
    port: 9090,
    seed: 1,
    issuer: 'https://graph-simulator.invalid',
    staticToken: undefined,
  });
});

test('values are taken over', () => {
  const config = readSimulatorConfig({
    SIMULATOR_HOST: '127.0.0.2',
    SIMULATOR_PORT: '0',
    SIMULATOR_APP_ID: 'app',
    SIMULATOR_TENANT_ID: 'tenant',
    SIMULATOR_ISSUER: 'https://issuer.example',
    SIMULATOR_LEDGER_FILE: 'ledger.jsonl',
    SIMULATOR_SEED: '42',
    SIMULATOR_STATIC_TOKEN: 'secret',
  });
  expect(config).toEqual({
    host: '127.0.0.2',
    port: 0,
    appId: 'app',
    tenantId: 'tenant',
    issuer: 'https://issuer.example',
    ledgerFile: 'ledger.jsonl',
    seed: 42,
    staticToken: 'secret',
  });
});

test('all problems are reported together, without the values', () => {
  const read = () => readSimulatorConfig({ SIMULATOR_PORT: '70000', SIMULATOR_SEED: 'x7x' });
  expect(read).toThrow(/SIMULATOR_PORT must be .*\nSIMULATOR_SEED must be /);
  expect(read).not.toThrow(/70000|x7x/);
});

test('the README names every oddity, variant, fact, fault and setting', () => {
  const readme = readFileSync(new URL('../../../simulator/README.md', import.meta.url), 'utf8');
  const settings = helpText.match(/SIMULATOR_\w+/g) ?? [];
  expect(settings).toHaveLength(8);
  const faults = [
    ...deliveryFaults,
    ...deliveryTimes,
    ...postFaults,
    ...readFaults,
    ...rosterFaults,
    ...callFaults,
    ...keySetStates,
    ...retryAfterForms,
  ];
  for (const name of [...oddityNames, ...variantNames, ...facts, ...faults, ...settings]) {
    expect(readme, name).toContain(`\`${name}\``);
  }
});
