import { createHmac, createSign, KeyObject } from 'node:crypto';
import { exportSPKI, SignJWT, type JWTHeaderParameters } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeySet, type KeySet } from '../../../webhooks/key-set.ts';
import { tokenFailures, verify, type TokenRules } from '../../../webhooks/verify.ts';
import { rsaKey, startKeySetServer, until, type TestKey } from './key-set-server.ts';

const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1000;
const issuer = 'https://issuer.example';
const audience = '0a0b0c0d-aaaa-4bbb-8ccc-ddddeeeeffff';
const tenantId = 'tenant-1';
const rules: TokenRules = { audience, issuers: [issuer, 'https://second.example'], tenants: [] };
const claims = { iss: issuer, aud: audience, tid: tenantId, nbf: seconds - 10, exp: seconds + 290 };

let key: TestKey;
let other: TestKey;
let keys: KeySet;
let server: Awaited<ReturnType<typeof startKeySetServer>>;

beforeAll(async () => {
  key = await rsaKey('key-1');
  other = await rsaKey('key-1');
  server = await startKeySetServer([key.jwk]);
  keys = createKeySet({ url: server.url });
  await until(() => keys.isLoaded());
});
afterAll(async () => {
  keys.close();
  await server.close();
});

async function token(
  changes: object = {},
  header: Partial<JWTHeaderParameters> = {},
  signer = key,
): Promise<string> {
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT', ...header })
    .sign(signer.privateKey);
}

/** Signed as it stands: for parts that a proper library refuses to write. */
function signed(header: string | object, payload: string | object, signer = key): string {
  const text = [header, payload]
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const signature = createSign('sha256').update(text).sign(nodeKey(signer), 'base64url');
  return `${text}.${signature}`;
}

function nodeKey(signer: TestKey) {
  return KeyObject.from(signer.privateKey);
}

function check(authorization: string | readonly string[], changed: Partial<TokenRules> = {}) {
  const values = typeof authorization === 'string' ? [authorization] : authorization;
  const rawHeaders = ['Host', 'x', ...values.flatMap((value) => ['Authorization', value])];
  return verify(rawHeaders, { rules: { ...rules, ...changed }, keys, now: () => now });
}

async function checkToken(value: string | Promise<string>, changed: Partial<TokenRules> = {}) {
  return check(`Bearer ${await value}`, changed);
}

const header = { alg: 'RS256', kid: 'key-1' };

describe('a genuine token', () => {
  const accepted = { kind: 'accepted', tenantId };

  it.each([
    ['as real ones are: cty JWT, x5t, no iat', {}, { cty: 'JWT', x5t: 'abc' }],
    ['with an iat', { iat: seconds - 10 }, {}],
    ['with an iat 300 s ahead', { iat: seconds + 300 }, {}],
    ['of another listed issuer', { iss: 'https://second.example' }, {}],
    ['that ran out 299 s ago', { nbf: seconds - 1000, exp: seconds - 299 }, {}],
    ['that holds in 300 s', { nbf: seconds + 300, exp: seconds + 900 }, {}],
    ['of 24 hours', { nbf: seconds, exp: seconds + 86_400 }, {}],
    ['with a URL for keys, which is not called', {}, { jku: 'http://127.0.0.1:1/keys' }],
  ])('%s is accepted', async (_, changes, headers) => {
    expect(await checkToken(token(changes, headers))).toEqual(accepted);
  });

  it('of a listed tenant is accepted, in any letter case', async () => {
    expect(await checkToken(token(), { tenants: ['x', 'TENANT-1'] })).toEqual(accepted);
  });

  it('of a tenant that is not listed is forbidden', async () => {
    const answer = { kind: 'forbidden', failure: 'tenant' };
    expect(await checkToken(token(), { tenants: ['tenant-2'] })).toEqual(answer);
  });

  it('may name its scheme in any letter case', async () => {
    expect(await check(`bearer ${await token()}`)).toEqual(accepted);
  });

  it('of an issuer with a slash is accepted where that is listed', async () => {
    const slashed = token({ iss: `${issuer}/` });
    expect(await checkToken(slashed, { issuers: [`${issuer}/`] })).toEqual(accepted);
  });
});

describe('the carrier', () => {
  it.each([
    ['no header', () => [], 'noToken'],
    [
      'two headers',
      async () => [`Bearer ${await token()}`, `Bearer ${await token()}`],
      'severalTokens',
    ],
    ['Basic', () => ['Basic dXNlcjpwYXNz'], 'malformed'],
    ['an empty token', () => ['Bearer '], 'malformed'],
    ['two spaces', async () => [`Bearer  ${await token()}`], 'malformed'],
    [
      'two tokens in one',
      async () => [`Bearer ${await token()}, Bearer ${await token()}`],
      'malformed',
    ],
    ['padding at the end', async () => [`Bearer ${await token()}==`], 'malformed'],
    ['a space at the end', async () => [`Bearer ${await token()} `], 'malformed'],
    [
      'a newline inside',
      async () => [`Bearer ${(await token()).replace('.', '.\n')}`],
      'malformed',
    ],
    ['a NUL inside', async () => [`Bearer ${(await token()).replace('.', '\0.')}`], 'malformed'],
    [
      'two parts',
      async () => [`Bearer ${(await token()).split('.').slice(0, 2).join('.')}`],
      'malformed',
    ],
    ['five parts (JWE)', () => ['Bearer a.b.c.d.e'], 'malformed'],
    ['empty parts', () => ['Bearer ..'], 'malformed'],
    [
      'a signature stripped',
      async () => [`Bearer ${(await token()).replace(/[^.]+$/, '')}`],
      'malformed',
    ],
    ['base64 instead of base64url', () => ['Bearer a+b.c/d.e'], 'malformed'],
    [
      'more than 8 KiB',
      async () => [`Bearer ${await token({ pad: 'x'.repeat(8192) })}`],
      'tooLong',
    ],
    ['parts that are no JSON', () => ['Bearer abc.def.ghi'], 'malformed'],
    [
      'invalid UTF-8',
      () => [`Bearer ${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.e30.abc`],
      'malformed',
    ],
  ])('with %s is refused', async (_, values, failure) => {
    expect(await check(await values())).toEqual({ kind: 'unauthorised', failure });
  });
});

describe('a forged header', () => {
  const hs256 = async (secret: string) => {
    const text = [{ alg: 'HS256', kid: 'key-1' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return Promise.resolve(
      `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`,
    );
  };
  const embedded = () => ({ ...header, jwk: other.jwk });

  it.each<[string, () => string | Promise<string>, string]>([
    [
      'alg none',
      () => `${signed({ alg: 'none', kid: 'key-1' }, claims).replace(/[^.]+$/, '')}x`,
      'algorithm',
    ],
    ['alg nOnE', () => signed({ alg: 'nOnE', kid: 'key-1' }, claims), 'algorithm'],
    ['alg none and a signature', () => signed({ alg: 'none', kid: 'key-1' }, claims), 'algorithm'],
    ['HS256 with the PEM', async () => hs256(await exportSPKI(key.publicKey)), 'algorithm'],
    ['HS256 with the modulus', () => hs256(String(key.jwk.n)), 'algorithm'],
    ['RS384', () => signed({ alg: 'RS384', kid: 'key-1' }, claims), 'algorithm'],
    ['PS256', () => signed({ alg: 'PS256', kid: 'key-1' }, claims), 'algorithm'],
    ['no alg', () => signed({ kid: 'key-1' }, claims), 'algorithm'],
    ['a list of alg', () => signed({ alg: ['RS256'], kid: 'key-1' }, claims), 'algorithm'],
    ['an unknown crit', () => signed({ ...header, crit: ['exp'], exp: 1 }, claims), 'malformed'],
    ['b64 false', () => signed({ ...header, crit: ['b64'], b64: false }, claims), 'malformed'],
    ['b64 false without crit', () => signed({ ...header, b64: false }, claims), 'malformed'],
    ['no kid', () => signed({ alg: 'RS256' }, claims), 'malformed'],
    ['a kid that is no text', () => signed({ alg: 'RS256', kid: 1 }, claims), 'malformed'],
    ['an empty kid', () => signed({ alg: 'RS256', kid: '' }, claims), 'malformed'],
    ['an unknown kid', () => signed({ alg: 'RS256', kid: 'key-2' }, claims), 'unknownKey'],
    [
      'a kid that is a path',
      () => signed({ alg: 'RS256', kid: '../../dev/null' }, claims),
      'unknownKey',
    ],
    ['a kid that is SQL', () => signed({ alg: 'RS256', kid: "' OR 1=1 --" }, claims), 'unknownKey'],
    ['a kid twice', () => signed('{"alg":"RS256","kid":"x","kid":"key-1"}', claims), 'malformed'],
    ['another key of the same kid', () => signed(header, claims, other), 'signature'],
    ['an embedded jwk', () => signed(embedded(), claims, other), 'signature'],
    [
      'x5u and x5c',
      () => signed({ ...header, x5u: 'https://evil.example', x5c: ['AA'] }, claims, other),
      'signature',
    ],
    ['a header that is a list', () => signed('[1]', claims), 'malformed'],
  ])('with %s is refused', async (_, forge, failure) => {
    expect(await checkToken(await forge())).toEqual({ kind: 'unauthorised', failure });
  });

  it('with one changed bit anywhere in the signature or the payload is refused', async () => {
    const [head = '', body = '', signature = ''] = (await token()).split('.');
    const flipped = Buffer.from(signature, 'base64url');
    flipped[10] = (flipped[10] ?? 0) ^ 1;
    const payload = Buffer.from(body, 'base64url').toString().replace('tenant-1', 'tenant-2');
    for (const forged of [
      `${head}.${body}.${flipped.toString('base64url')}`,
      `${head}.${Buffer.from(payload).toString('base64url')}.${signature}`,
    ]) {
      expect(await checkToken(forged)).toEqual({ kind: 'unauthorised', failure: 'signature' });
    }
  });
});

describe('a signed token with wrong claims', () => {
  const text = (changes: object) => JSON.stringify({ ...claims, ...changes });

  it.each<[string, string, string]>([
    ['another iss', text({ iss: 'https://evil.example' }), 'issuer'],
    ['no iss', text({ iss: undefined }), 'issuer'],
    ['a list of iss', text({ iss: [issuer] }), 'issuer'],
    ['an iss with a slash that is not listed', text({ iss: `${issuer}/` }), 'issuer'],
    ['the aud of another bot', text({ aud: 'another-bot' }), 'audience'],
    ['no aud', text({ aud: undefined }), 'audience'],
    ['aud in upper case', text({ aud: audience.toUpperCase() }), 'audience'],
    ['aud as a list with ours', text({ aud: [audience] }), 'audience'],
    ['exp 301 s ago', text({ nbf: seconds - 1000, exp: seconds - 301 }), 'time'],
    ['no exp', text({ exp: undefined }), 'time'],
    ['exp as a text', text({ exp: String(seconds + 100) }), 'time'],
    ['no nbf', text({ nbf: undefined }), 'time'],
    ['nbf in 301 s', text({ nbf: seconds + 301, exp: seconds + 900 }), 'time'],
    ['iat tomorrow', text({ iat: seconds + 86_400 }), 'time'],
    ['iat in 301 s', text({ iat: seconds + 301 }), 'time'],
    ['iat as a text', text({ iat: 'now' }), 'time'],
    ['ten years of life', text({ exp: seconds + 315_360_000 }), 'time'],
    ['a second more than a day', text({ nbf: seconds, exp: seconds + 86_401 }), 'time'],
    ['exp 1e308', text({}).replace(/"exp":\d+/, '"exp":1e308'), 'time'],
    ['exp 1e400', text({}).replace(/"exp":\d+/, '"exp":1e400'), 'time'],
    ['exp before nbf', text({ nbf: seconds + 10, exp: seconds + 5 }), 'time'],
    ['no tid', text({ tid: undefined }), 'claims'],
    ['an empty tid', text({ tid: '' }), 'claims'],
    ['a tid that is no text', text({ tid: 7 }), 'claims'],
    ['a tid of 257 characters', text({ tid: 't'.repeat(257) }), 'claims'],
    ['tid twice', text({}).replace('{', '{"tid":"x",'), 'claims'],
    ['tid twice, once escaped', text({}).replace('{', '{"t\\u0069d":"x",'), 'claims'],
    ['claims that are a list', '[]', 'malformed'],
    ['claims that are no JSON', '{', 'malformed'],
  ])('%s is refused', async (_, payload, failure) => {
    expect(await checkToken(signed(header, payload))).toEqual({ kind: 'unauthorised', failure });
  });

  it('may repeat a name deeper down, where it is no claim', async () => {
    const payload = text({}).replace('{', '{"x":{"tid":"a","tid":"b"},"y":["\\":{"],');
    expect(await checkToken(signed(header, payload))).toEqual({ kind: 'accepted', tenantId });
  });
});

it('every refusal has a class of the closed list', () => {
  expect(new Set(tokenFailures).size).toBe(tokenFailures.length);
});
