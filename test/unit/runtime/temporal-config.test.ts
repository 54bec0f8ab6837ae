import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../runtime/configuration-error.ts';
import { loadTemporalConfig } from '../../../runtime/temporal-config.ts';
import { connectTemporal } from '../../../runtime/temporal-connection.ts';
import { TemporalUnreachableError } from '../../../runtime/temporal-unreachable-error.ts';

const noFile = { TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' };

describe('loadTemporalConfig', () => {
  it('falls back to a local server, also when the variables are empty', () => {
    const env = { ...noFile, TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' };
    expect(loadTemporalConfig(env)).toEqual({
      address: 'localhost:7233',
      namespace: 'default',
      connectionOptions: { address: 'localhost:7233' },
    });
  });

  it('reads a profile, and lets variables win over it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'profile-'));
    const file = join(folder, 'temporal.toml');
    await writeFile(file, '[profile.cloud]\naddress = "a:1"\nnamespace = "n1"\napi_key = "k"\n');
    const env = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'cloud', TEMPORAL_NAMESPACE: 'n2' };
    expect(loadTemporalConfig(env)).toMatchObject({
      address: 'a:1',
      namespace: 'n2',
      connectionOptions: { apiKey: 'k', tls: true },
    });
    await rm(folder, { recursive: true });
  });

  it('refuses a URL for an address, and says what is meant', () => {
    const env = { ...noFile, TEMPORAL_ADDRESS: 'http://127.0.0.1:7233' };
    expect(() => loadTemporalConfig(env)).toThrow(ConfigurationError);
    expect(() => loadTemporalConfig(env)).toThrow(/TEMPORAL_ADDRESS must be host:port/);
  });

  it('names the settings when a profile is unknown', () => {
    const env = { ...noFile, TEMPORAL_PROFILE: 'missing' };
    expect(() => loadTemporalConfig(env)).toThrow(ConfigurationError);
  });
});

describe('connectTemporal', () => {
  it('names the address and the fix when nobody listens', async () => {
    const env = { ...noFile, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    await expect(connectTemporal({ env, connectTimeoutMs: 300 })).rejects.toThrow(
      /Cannot reach Temporal at 127\.0\.0\.1:1: start it with `npm start`, or set TEMPORAL_ADDRESS/,
    );
  });

  it('gives up in time on a server that is silent', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const env = { ...noFile, TEMPORAL_ADDRESS: `127.0.0.1:${port ?? 0}` };
    await expect(connectTemporal({ env, connectTimeoutMs: 300 })).rejects.toBeInstanceOf(
      TemporalUnreachableError,
    );
    silent.close();
  });
});
