import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTokenCheck } from '../../../cli/codec/token-check.ts';
import { ask, clearText, codecServer, decode, encrypted, payloadsIn } from './codec-parts.ts';

const issuer = 'https://login.example/tenant';
const audience = 'api://codec';
const algorithms = ['RS256', 'ES256', 'PS256'] as const;
type Algorithm = (typeof algorithms)[number];

const own = new Map<Algorithm, CryptoKey>();
let published: JWK[] = [];
let stranger: CryptoKey;

beforeAll(async () => {
  published = await Promise.all(
    algorithms.map(async (alg) => {
      const { privateKey, publicKey } = await generateKeyPair(alg);
      own.set(alg, privateKey);
      return { ...(await exportJWK(publicKey)), kid: alg };
    }),
  );
  stranger = (await generateKeyPair('RS256')).privateKey;
});

interface TokenParts {
  readonly alg?: Algorithm;
  readonly kid?: string;
  readonly key?: CryptoKey;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const soon = () => Math.floor(Date.now() / 1000) + 600;

function token({ alg = 'RS256', kid = alg, key = own.get(alg), claims = {} }: TokenParts = {}) {
  if (key === undefined) throw new Error(`There is no key for ${alg}.`);
  const all = { iss: issuer, aud: audience, exp: soon(), ...claims };
  return new SignJWT(all).setProtectedHeader({ alg, kid }).sign(key);
}

/** The issuer's key set on loopback; `status` other than 200 is an outage. */
async function keySet(status = 200): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/keys`;
}

async function guarded(status = 200) {
  const keySetUrl = await keySet(status);
  const parts = await codecServer({
    tokenCheck: createTokenCheck({ issuer, audience, keySetUrl }),
  });
  const payload = await encrypted('secret', parts.keys);
  const asked = (authorization: string) => decode(parts.server.url, [payload], { authorization });
  return { ...parts, payload, asked };
}

describe('the codec server for other machines', () => {
  it.each(['RS256', 'ES256'] as const)(
    'shows clear payloads to the bearer of a good token (%s)',
    async (alg) => {
      const { asked } = await guarded();
      const answer = await asked(`Bearer ${await token({ alg })}`);
      expect(payloadsIn(answer).map(clearText)).toEqual(['secret']);
    },
  );

  it('takes any name for itself, which a proxy before it may have kept', async () => {
    const { server, payload } = await guarded();
    const headers = { authorization: `Bearer ${await token()}`, host: 'codec.example' };
    expect((await decode(server.url, [payload], headers)).status).toBe(200);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['no bearer token', () => 'Basic dXNlcjpwYXNz'],
    ['what is no token', () => 'Bearer abc'],
    ['a token of another issuer', async () => bearer({ claims: { iss: `${issuer}/` } })],
    ['a token without an issuer', async () => bearer({ claims: { iss: undefined } })],
    ['a token for another audience', async () => bearer({ claims: { aud: 'api://other' } })],
    ['an expired token', async () => bearer({ claims: { exp: soon() - 700 } })],
    ['a token that never expires', async () => bearer({ claims: { exp: undefined } })],
    ['a token that is not valid yet', async () => bearer({ claims: { nbf: soon() } })],
    ['a token of a stranger', async () => bearer({ key: stranger })],
    ['a token of an unknown key', async () => bearer({ key: stranger, kid: 'other' })],
    ['an algorithm that is not pinned', async () => bearer({ alg: 'PS256' })],
    ['a token without a signature', unsigned],
    ['a token signed with the public key as a secret', hmacByPublicKey],
    ['a changed token', async () => changed(await token())],
  ])('refuses %s with an empty 401', async (_, authorization) => {
    const { asked, log } = await guarded();
    const answer = await asked(await authorization());
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body: '' });
    expect(log()).toContain('"refused":"token"');
  });

  it('refuses a request without a token, or with two, before it reads the body', async () => {
    const { server } = await guarded();
    const one = `Bearer ${await token()}`;
    const headers = { 'content-type': 'text/plain' };
    const none = await ask(`${server.url}/decode`, { headers });
    const two = await ask(`${server.url}/decode`, {
      headers: { ...headers, authorization: [one, one] },
    });
    expect([none.status, two.status]).toEqual([401, 401]);
  });

  it('answers a preflight and the health check without a token: neither can carry one', async () => {
    const { server } = await guarded();
    const origin = 'http://127.0.0.1:8233';
    const preflight = await ask(`${server.url}/decode`, { method: 'OPTIONS', headers: { origin } });
    const health = await ask(`${server.url}/healthz`, { method: 'GET' });
    expect([preflight.status, health.status]).toEqual([204, 200]);
  });

  it('says 503, not 401, while the signing keys cannot be had, and logs no token', async () => {
    const { asked, log } = await guarded(500);
    const sent = await token();
    expect(await asked(`Bearer ${sent}`)).toMatchObject({ status: 503, body: '' });
    expect(log()).toContain('tokens cannot be checked');
    expect(log()).not.toContain(sent.slice(0, 40));
  });
});

async function bearer(parts: TokenParts): Promise<string> {
  return `Bearer ${await token(parts)}`;
}

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: issuer, aud: audience, exp: soon() };
  return `Bearer ${part({ alg: 'none', kid: 'RS256' })}.${part(claims)}.${part({})}`;
}

async function hmacByPublicKey(): Promise<string> {
  const secret = Buffer.from(JSON.stringify(published[0]));
  const signed = new SignJWT({ iss: issuer, aud: audience, exp: soon() });
  return `Bearer ${await signed.setProtectedHeader({ alg: 'HS256', kid: 'RS256' }).sign(secret)}`;
}

/** Of other claims, with the signature of the first. */
function changed(signed: string): string {
  const [header = '', , signature = ''] = signed.split('.');
  const claims = { iss: issuer, aud: audience, exp: soon() + 1 };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `Bearer ${header}.${payload}.${signature}`;
}
