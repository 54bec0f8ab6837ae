import { exportSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rsaKey, type TestKey } from '../unit/webhooks/key-set-server.ts';
import { signedBy, signedOnCurve, signedWithPss, signedWithSecret, unusableKeys } from './forge.ts';
import { expectRefused, present } from './present-token.ts';
import { goodBody, goodClaims, goodHeader, openStand, type Stand } from './stand.ts';

/** The classes of docs/security.md that forge a token; those of true tokens with wrong claims are in forged-claims. */
const bad = unusableKeys();
/** Of a forger, who calls it as ours is called. */
let other: TestKey;
let stand: Stand;

beforeAll(async () => {
  other = await rsaKey('key-1');
  stand = await openStand({ otherKeys: bad.published });
});
afterAll(() => stand.close());

const claims = (changes: object = {}) => ({ ...goodClaims(), ...changes });
const ours = (header: object | string, payload: object | string = claims()) =>
  signedBy(stand.key, header, payload);
const good = () => stand.token();

type Forgery = readonly [title: string, forge: () => string | Promise<string>];

function refused(forgeries: readonly Forgery[]): void {
  it.each(forgeries)('%s', async (_, forge) => {
    await expectRefused(stand, `Bearer ${await forge()}`);
  });
}

it('a genuine token is answered 202 in the same set-up', async () => {
  expect((await present(stand, [`Bearer ${await stand.token()}`])).status).toBe(202);
  expect(stand.bodies()).toBe(1);
});

describe('the carrier', () => {
  it('class 1: no token', () => expectRefused(stand, []));
  it('class 2: Basic', () => expectRefused(stand, 'Basic dXNlcjpwYXNz'));
  it('class 3: two Authorization headers, each good', async () =>
    expectRefused(stand, [`Bearer ${await good()}`, `Bearer ${await good()}`]));
  it('class 3: a forged Authorization header after a good one, and before it', async () => {
    const forged = `Bearer ${signedBy(other, goodHeader, claims())}`;
    await expectRefused(stand, [`Bearer ${await good()}`, forged]);
    await expectRefused(stand, [forged, `Bearer ${await good()}`]);
  });
  refused([
    ['class 31: five parts (JWE)', () => `${ours(goodHeader)}.YQ.YQ`],
    ['class 31: ..', () => '..'],
    ['class 31: an empty header', async () => (await good()).replace(/^[^.]+/, '')],
    ['class 31: empty claims', async () => (await good()).replace(/\.[^.]+\./, '..')],
    ['class 32: = at the end', async () => `${await good()}=`],
    ['class 32: == at the end', async () => `${await good()}==`],
    ['class 32: a space and a letter at the end', async () => `${await good()} x`],
    ['class 32: a no-break space at the end', async () => `${await good()}\u00a0`],
    ['class 33: a tab inside', async () => (await good()).replace('.', '.\t')],
    ['class 33: an escaped newline and NUL inside', async () => `${await good()}%0a%00`],
    [
      'class 35: above 8 KiB, properly signed',
      () => ours(goodHeader, claims({ pad: 'x'.repeat(8192) })),
    ],
  ]);
  it('class 32: a space at the end is dropped by HTTP itself, so that the token is the good one', async () => {
    expect((await present(stand, [`Bearer ${await good()} `])).status).toBe(202);
  });
  it.each([
    ['a newline', '\n'],
    ['a line folded', '\r\n '],
    ['a NUL', '\0'],
  ])('class 33: %s inside, which is no HTTP', async (_, text) =>
    expectRefused(stand, `Bearer ${(await good()).replace('.', `.${text}`)}`, 400),
  );
  it('class 35: 1 MB', () => expectRefused(stand, `Bearer ${'x'.repeat(1_000_000)}`, 431));
});

describe('the algorithm', () => {
  const withoutSignature = (token: string) => token.replace(/[^.]+$/, '');
  refused([
    ['class 4: none', () => withoutSignature(ours({ ...goodHeader, alg: 'none' }))],
    ['class 5: nOnE', () => withoutSignature(ours({ ...goodHeader, alg: 'nOnE' }))],
    ['class 5: nOnE with a signature', () => ours({ ...goodHeader, alg: 'nOnE' })],
    ['class 6: none with a signature', () => ours({ ...goodHeader, alg: 'none' })],
    [
      'class 7: HS256 with the PEM',
      async () =>
        signedWithSecret(
          await exportSPKI(stand.key.publicKey),
          { ...goodHeader, alg: 'HS256' },
          claims(),
        ),
    ],
    [
      'class 8: HS256 with the modulus',
      () => signedWithSecret(String(stand.key.jwk.n), { ...goodHeader, alg: 'HS256' }, claims()),
    ],
    [
      'class 19: RS384 by the true key',
      () => signedBy(stand.key, { ...goodHeader, alg: 'RS384' }, claims(), 'sha384'),
    ],
    [
      'class 19: RS512 by the true key',
      () => signedBy(stand.key, { ...goodHeader, alg: 'RS512' }, claims(), 'sha512'),
    ],
    [
      'class 19: PS256 by the true key',
      () => signedWithPss(stand.key, { ...goodHeader, alg: 'PS256' }, claims()),
    ],
    ['class 20: an unknown crit', () => ours({ ...goodHeader, crit: ['x'], x: 1 })],
    [
      'class 20: a crit that lists a known claim',
      () => ours({ ...goodHeader, crit: ['exp'], exp: 1 }),
    ],
    ['class 21: b64 false', () => ours({ ...goodHeader, crit: ['b64'], b64: false })],
    ['class 21: b64 false without crit', () => ours({ ...goodHeader, b64: false })],
  ]);
});

describe('the signature and the key', () => {
  refused([
    ['class 9: the signature stripped', async () => (await good()).replace(/[^.]+$/, '')],
    [
      'class 9: the signature and its dot stripped',
      async () => (await good()).replace(/\.[^.]+$/, ''),
    ],
    [
      'class 10: the payload changed',
      async () => {
        const [header, , signature] = (await good()).split('.');
        const payload = Buffer.from(JSON.stringify(claims({ tid: 'x' }))).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['class 11: one bit of the signature changed', async () => bitChanged(await good(), 2)],
    ['class 11: one bit of the payload changed', async () => bitChanged(await good(), 1)],
    ['class 11: one bit of the header changed', async () => bitChanged(await good(), 0)],
    ['class 12: another key of the same kid', () => signedBy(other, goodHeader, claims())],
    ['class 13: an unknown kid', () => ours({ ...goodHeader, kid: 'key-2' })],
    [
      'class 14: an embedded jwk',
      () => signedBy(other, { ...goodHeader, jwk: other.jwk }, claims()),
    ],
    [
      'class 14: an embedded jwk and no kid',
      () => signedBy(other, { alg: 'RS256', jwk: other.jwk }, claims()),
    ],
    ['class 16: x5c', () => signedBy(other, { ...goodHeader, x5c: ['MIIB'] }, claims())],
    ['class 17: a kid that is a path', () => ours({ ...goodHeader, kid: '../../../dev/null' })],
    ['class 17: a kid that is SQL', () => ours({ ...goodHeader, kid: "x' OR '1'='1" })],
    ['class 17: a kid of 4 kB', () => ours({ ...goodHeader, kid: 'k'.repeat(4096) })],
    ['class 17: a kid named __proto__', () => ours({ ...goodHeader, kid: '__proto__' })],
    ['class 18: no kid', () => ours({ alg: 'RS256' })],
    ['class 18: a kid that is a number', () => ours({ alg: 'RS256', kid: 1 })],
    ['class 18: an empty kid', () => ours({ alg: 'RS256', kid: '' })],
    [
      'class 40: a key of 1,024 bits in the set',
      () => signedBy(bad.weak, { ...goodHeader, kid: 'weak' }, claims()),
    ],
    [
      'class 40: an EC key in the set, as ES256',
      () => signedOnCurve(bad.curve, { ...goodHeader, alg: 'ES256', kid: 'curve' }, claims()),
    ],
    [
      'class 40: an EC key in the set, as RS256',
      () => signedOnCurve(bad.curve, { ...goodHeader, kid: 'curve' }, claims()),
    ],
  ]);
  it('class 17: a kid of 1 MB', () =>
    expectRefused(stand, `Bearer ${ours({ ...goodHeader, kid: 'k'.repeat(1_000_000) })}`, 431));

  it.each(['class 15: jku', 'class 16: x5u'])(
    '%s of a forger is refused and never called',
    async (title) => {
      const forger = await openStand();
      const member = title.slice(-3);
      const header = { ...goodHeader, kid: 'forged', [member]: forger.keyServer.url };
      await expectRefused(stand, `Bearer ${signedBy(forger.key, header, claims())}`);
      await expectRefused(
        stand,
        `Bearer ${signedBy(forger.key, { ...header, kid: 'key-1' }, claims())}`,
      );
      expect(forger.keyServer.requests()).toBe(1);
      await forger.close();
    },
  );
});

it('refusals are counted by a class of the closed list, and leave nothing of the token in the log', async () => {
  expect(await stand.counted()).toMatch(/token_failures_total\{class="signature"\} [1-9]/);
  expect(stand.lines.join('')).not.toMatch(/eyJ|evil|dev\/null|Bearer/);
});

describe('signing keys that cannot be fetched', () => {
  it('are answered 503 with Retry-After, good token or forged', async () => {
    const blind = await openStand({ keySetFails: true });
    for (const value of [await blind.token(), await blind.token({}, { kid: 'x' })]) {
      await expectRefused(blind, `Bearer ${value}`, 503);
      const answer = await present(blind, [`Bearer ${value}`]);
      expect(answer.text).toMatch(/\r\nretry-after: [1-9]\d*\r\n/);
    }
    // No key is needed to see that this one is forged.
    const forged = signedBy(blind.key, { ...goodHeader, alg: 'none' }, claims());
    await expectRefused(blind, `Bearer ${forged}`);
    await blind.close();
  });

  it('leave the known ones at work, and an unknown one is answered 503', async () => {
    const cut = await openStand();
    cut.keyServer.answer((_, response) => response.writeHead(500).end());
    cut.passSeconds(31);
    await expectRefused(cut, `Bearer ${await cut.token({}, { kid: 'key-2' })}`, 503);
    expect((await cut.post(goodBody)).status).toBe(202);
    cut.passSeconds(6 * 3600);
    expect((await cut.post(goodBody)).status).toBe(202);
    await cut.close();
  });
});

/** With the lowest bit of a byte in the middle of one part changed. */
function bitChanged(token: string, part: number): string {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return parts.with(part, bytes.toString('base64url')).join('.');
}
