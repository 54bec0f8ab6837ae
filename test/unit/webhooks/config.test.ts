import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../runtime/configuration-error.ts';
import { readWebhooksConfig } from '../../../webhooks/config.ts';

const audience = { NOTIFICATION_AUDIENCE: 'bot-1' };

function problems(env: Record<string, string>): readonly string[] {
  try {
    readWebhooksConfig({ ...audience, ...env });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings of a webhooks process', () => {
  it('have the documented defaults', () => {
    expect(readWebhooksConfig(audience)).toEqual({
      host: '127.0.0.1',
      port: 8080,
      path: '/notifications',
      bodyLimit: 1_048_576,
      audience: 'bot-1',
      issuers: ['https://api.botframework.com', 'https://graph.microsoft.com'],
      keySetUrl: 'https://api.aps.skype.com/v1/keys',
      tenants: [],
      adminHost: '127.0.0.1',
      adminPort: 9465,
      logLevel: 'info',
    });
  });

  it('keep issuers as they are written, a slash at the end too', () => {
    const NOTIFICATION_ISSUERS = 'https://one.example/, https://two.example';
    expect(readWebhooksConfig({ ...audience, NOTIFICATION_ISSUERS }).issuers).toEqual([
      'https://one.example/',
      'https://two.example',
    ]);
  });

  it('need an audience, and report all problems together', () => {
    const env = { WEBHOOK_PORT: '99999', WEBHOOK_PATH: 'x' };
    expect(() => readWebhooksConfig(env)).toThrow(ConfigurationError);
    expect(
      problems({ ...env, NOTIFICATION_AUDIENCE: '' })
        .map((one) => one.split(' ')[0])
        .sort(),
    ).toEqual(['NOTIFICATION_AUDIENCE', 'WEBHOOK_PATH', 'WEBHOOK_PORT']);
  });

  it('name the file with the keys of payloads, if there is one', () => {
    const PAYLOAD_ENCRYPTION_KEYS_FILE = '/run/keys.json';
    const set = readWebhooksConfig({ ...audience, PAYLOAD_ENCRYPTION_KEYS_FILE });
    expect(set.payloadKeysFile).toBe('/run/keys.json');
    expect(readWebhooksConfig(audience).payloadKeysFile).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:1/keys',
    'https://localhost/keys',
    'http://[::1]/keys',
    'https://127.1/keys',
  ])('take keys from this machine (%s) only when that is allowed', (NOTIFICATION_JWKS_URL) => {
    expect(problems({ NOTIFICATION_JWKS_URL })).toHaveLength(1);
    expect(problems({ NOTIFICATION_JWKS_URL, ALLOW_INSECURE_LOOPBACK: 'false' })).toHaveLength(1);
    expect(problems({ NOTIFICATION_JWKS_URL, ALLOW_INSECURE_LOOPBACK: 'true' })).toEqual([]);
  });

  it('never take keys from another host without TLS', () => {
    const NOTIFICATION_JWKS_URL = 'http://keys.example/keys';
    expect(problems({ NOTIFICATION_JWKS_URL, ALLOW_INSECURE_LOOPBACK: 'true' })).toHaveLength(1);
  });

  it.each([
    { ALLOW_INSECURE_LOOPBACK: 'yes' },
    { ALLOW_INSECURE_LOOPBACK: 'TRUE' },
    { NOTIFICATION_ISSUERS: ' , ' },
    { NOTIFICATION_JWKS_URL: 'keys' },
    { WEBHOOK_BODY_LIMIT: '1e9' },
    { WEBHOOK_PATH: '/a/:id' },
    { WEBHOOK_PATH: '/*' },
    { LOG_LEVEL: 'loud' },
  ])('refuse %j', (env) => {
    expect(problems(env)).toHaveLength(1);
  });
});
