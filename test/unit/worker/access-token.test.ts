/** Which tokens the worker gets, through the real SDK, from a token endpoint on loopback. */
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { warmUpToken } from '../../../worker/access-token.ts';
import type { TokenFailure } from '../../../worker/token-failure.ts';
import { selfSigned } from '../../support/self-signed.ts';
import {
  errorAnswer,
  startTokenEndpoint,
  type TestTokenEndpoint,
} from '../../support/token-endpoint.ts';
import {
  azureSettings,
  claimsAsked,
  clockMoves,
  clockStops,
  formOf,
  tokensOf,
  type TokensOf,
} from '../../support/tokens.ts';

const home = azureSettings.tenantId;
let endpoint: TestTokenEndpoint;
let failures: TokenFailure[];
let folder: string;
beforeEach(async () => {
  clockStops();
  endpoint = await startTokenEndpoint();
  failures = [];
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await endpoint.close();
  rmSync(folder, { recursive: true });
});

const tokens: TokensOf = (how) => tokensOf(endpoint, { failures, ...how });

describe('a client secret', () => {
  test('gets one token of the configured tenant, for many requests', async () => {
    const get = tokens();
    const many = await Promise.all(Array.from({ length: 20 }, () => get({})));
    expect(new Set([...many, await get({}), await get({ tenantId: home.toUpperCase() })])).toEqual(
      new Set(['token-1']),
    );
    expect(endpoint.asked).toHaveLength(1);
    expect(endpoint.asked[0]?.path).toMatch(new RegExp(`^/${home}/oauth2/v2.0/token`));
    expect(formOf(endpoint, 0)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: azureSettings.clientId,
      client_secret: azureSettings.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    });
    expect(failures).toEqual([]);
  });

  test('announces that claims challenges are understood', async () => {
    await tokens()({});
    expect(claimsAsked(endpoint, 0)).toMatchObject({
      access_token: { xms_cc: { values: ['cp1'] } },
    });
  });

  test('gets a token of its own for each tenant', async () => {
    const get = tokens();
    const asked = [{}, { tenantId: 'contoso.example' }, { tenantId: 'Contoso.example' }, {}];
    const got: string[] = [];
    for (const request of asked) got.push(await get(request));
    expect(got).toEqual(['token-1', 'token-2', 'token-2', 'token-1']);
    expect(endpoint.asked.map(({ tenant }) => tenant)).toEqual([home, 'contoso.example']);
  });

  test.each([
    '../evil',
    'a/b',
    'a?b',
    'a#b',
    '.*',
    '.',
    '@evil.example',
    'a b',
    'a\n',
    'a'.repeat(255),
  ])('asks nobody for the tenant %j', async (tenantId) => {
    await expect(tokens()({ tenantId })).rejects.toThrow('no tenant id');
    expect(endpoint.asked).toEqual([]);
  });
});

describe('another kind', () => {
  test('certificate: signs for the token with the key of its file, and reads a new one after a refusal', async () => {
    const certificatePath = join(folder, 'certificate.pem');
    const first = selfSigned();
    const second = selfSigned();
    const write = ({ key, cert }: typeof first) => {
      writeFileSync(certificatePath, `${key}${cert}`);
    };
    write(first);
    const get = tokens({ kind: 'clientCertificate', certificatePath });
    expect(await get({})).toBe('token-1');
    expect(isSignedBy(formOf(endpoint, 0)['client_assertion'], first.cert)).toBe(true);
    write(second);
    await get({ renew: { refused: 'token-1' } });
    expect(isSignedBy(formOf(endpoint, 1)['client_assertion'], second.cert)).toBe(true);
  });

  test('workload identity: sends the token of its file, and reads a new one after a failure', async () => {
    const file = join(folder, 'federated');
    writeFileSync(file, 'first assertion\n');
    vi.stubEnv('AZURE_TENANT_ID', home);
    vi.stubEnv('AZURE_CLIENT_ID', azureSettings.clientId);
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', file);
    const get = tokens({ kind: 'workloadIdentity' });
    endpoint.answers(errorAnswer(401, 'invalid_client', 'AADSTS700024: it is expired.'));
    await expect(get({})).rejects.toThrow();
    expect(formOf(endpoint, 0)['client_assertion']).toBe('first assertion');
    writeFileSync(file, 'second assertion\n');
    endpoint.answers(undefined);
    clockMoves(2_000);
    expect(await get({})).toBe('token-2');
    expect(formOf(endpoint, 1)['client_assertion']).toBe('second assertion');
  });

  test('managed identity: asks the machine, once, for nothing but the audience', async () => {
    const asked: (string | undefined)[] = [];
    const machine = createServer((request, response) => {
      asked.push(request.url);
      const token = `machine-${asked.length}`;
      const expires_on = Math.floor(Date.now() / 1_000) + 86_400;
      response.end(JSON.stringify({ access_token: token, expires_on, token_type: 'Bearer' }));
    });
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
    const { port } = machine.address() as AddressInfo;
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/token`);
    vi.stubEnv('IDENTITY_HEADER', 'header of this machine');
    const get = tokens({ kind: 'managedIdentity', tenantId: '', clientId: '' });
    expect(await get({})).toBe('machine-1');
    // Its SDK keeps tokens for the whole process and takes neither tenants nor claims: 401 gets the same one again.
    expect(await get({ renew: { refused: 'machine-1', claims: '{"a":1}' } })).toBe('machine-1');
    expect(await get({ tenantId: 'contoso.example' })).toBe('machine-1');
    machine.close();
    expect(asked).toEqual([
      '/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com',
    ]);
  });

  test('static token: is given as it is, whoever asks', async () => {
    const get = tokens({ kind: 'staticToken', staticToken: 'fixed' });
    expect(await get({ tenantId: 'x', renew: { refused: 'fixed' } })).toBe('fixed');
    expect(endpoint.asked).toEqual([]);
  });
});

describe('another cloud', () => {
  test('asks for the scope of its Graph', async () => {
    await tokens({ graphBaseUrl: 'https://graph.microsoft.us/v1.0' })({});
    expect(formOf(endpoint, 0)['scope']).toBe('https://graph.microsoft.us/.default');
  });

  test('is asked at AZURE_AUTHORITY_HOST', async () => {
    const targets: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      targets.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.us');
    const { port } = proxy.address() as AddressInfo;
    const proxyOptions = { host: 'http://127.0.0.1', port };
    await expect(tokens({ options: { proxyOptions } })({})).rejects.toThrow();
    proxy.close();
    expect(new Set(targets)).toEqual(new Set(['login.microsoftonline.us:443']));
  });
});

describe('the warm-up', () => {
  test('fetches the token that the first request takes', async () => {
    const get = tokens();
    await warmUpToken(get);
    expect(await get({})).toBe('token-1');
    expect(endpoint.asked).toHaveLength(1);
  });

  test('keeps nobody from starting when there is none', async () => {
    endpoint.answers(errorAnswer(401, 'invalid_client', 'AADSTS7000215'));
    await warmUpToken(tokens());
    expect(failures).toMatchObject([{ reason: 'invalid_client' }]);
  });
});

function isSignedBy(assertion: string | undefined, cert: string): boolean {
  const [head = '', body = '', signature = ''] = assertion?.split('.') ?? [];
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
  const key = createPublicKey(cert);
  const signed = Buffer.from(`${head}.${body}`);
  // RSASSA-PSS for PS256, PKCS #1 for RS256: padding 6 and 1 of OpenSSL.
  const padding = alg === 'PS256' ? 6 : 1;
  return verify('sha256', signed, { key, padding }, Buffer.from(signature, 'base64url'));
}
