import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyRing } from '../../simulator/key-ring.ts';
import { rsaKey, type TestKey } from '../unit/webhooks/key-set-server.ts';
import { signedBy } from './forge.ts';
import { expectRefused, present } from './present-token.ts';
import {
  audience,
  goodClaims,
  goodHeader,
  issuer,
  openStand,
  tenantId,
  type Stand,
} from './stand.ts';

/** The classes of docs/security.md in which the signature holds, or would for somebody else. */
let other: TestKey;
let stand: Stand;

beforeAll(async () => {
  other = await rsaKey('key-1');
  stand = await openStand();
});
afterAll(() => stand.close());

const claims = (changes: object = {}) => ({ ...goodClaims(), ...changes });
const now = () => Math.floor(Date.now() / 1000);
const ours = (header: object | string, payload: object | string = claims()) =>
  signedBy(stand.key, header, payload);

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

describe('the claims of a properly signed token', () => {
  const changed = (changes: object) => ours(goodHeader, claims(changes));
  const text = (changes: object = {}) => JSON.stringify(claims(changes));
  refused([
    ['class 22: another iss', () => changed({ iss: 'https://evil.example' })],
    ['class 22: no iss', () => changed({ iss: undefined })],
    ['class 22: a list of iss', () => changed({ iss: [issuer] })],
    ['class 22: an iss with an unlisted slash', () => changed({ iss: `${issuer}/` })],
    ['class 23: another aud', () => changed({ aud: 'a0a0a0a0-1111-4222-8333-444455556666' })],
    ['class 23: no aud', () => changed({ aud: undefined })],
    ['class 23: aud in upper case', () => changed({ aud: audience.toUpperCase() })],
    ['class 23: aud as the URI of the application', () => changed({ aud: `api://${audience}` })],
    ['class 24: a list of aud with ours', () => changed({ aud: [audience] })],
    ['class 24: a list of aud with ours and another', () => changed({ aud: ['x', audience] })],
    ['class 25: exp 302 s ago', () => changed({ nbf: now() - 900, exp: now() - 302 })],
    ['class 26: no exp', () => changed({ exp: undefined })],
    ['class 26: exp as a text', () => changed({ exp: String(now() + 100) })],
    ['class 26: exp as null', () => changed({ exp: null })],
    ['class 27: nbf in 302 s', () => changed({ nbf: now() + 302, exp: now() + 900 })],
    ['class 27: no nbf', () => changed({ nbf: undefined })],
    ['class 28: iat tomorrow', () => changed({ iat: now() + 86_400 })],
    ['class 29: ten years of life', () => changed({ exp: now() + 315_360_000 })],
    ['class 29: exp 1e308', () => ours(goodHeader, text().replace(/"exp":\d+/, '"exp":1e308'))],
    ['class 29: exp 1e400', () => ours(goodHeader, text().replace(/"exp":\d+/, '"exp":1e400'))],
    ['class 30: no tid', () => changed({ tid: undefined })],
    ['class 30: an empty tid', () => changed({ tid: '' })],
    ['class 30: a list of tid', () => changed({ tid: [tenantId] })],
    ['class 34: aud twice', () => ours(goodHeader, text().replace('{', '{"aud":"x",'))],
    ['class 34: tid twice', () => ours(goodHeader, text().replace('{', '{"tid":"x",'))],
    [
      'class 34: exp twice, once escaped',
      () => ours(goodHeader, text().replace('{', '{"\\u0065xp":1,')),
    ],
    [
      'class 34: kid twice in the header',
      () => ours(JSON.stringify(goodHeader).replace('{', '{"kid":"x",')),
    ],
  ]);

  it('class 25: exp 298 s ago is within the skew and answered 202', async () => {
    const late = changed({ nbf: now() - 900, exp: now() - 298 });
    expect((await present(stand, [`Bearer ${late}`])).status).toBe(202);
  });

  it('class 30: a tenant that is not allowed is answered 403, the same for each', async () => {
    const strict = await openStand({ tenants: ['a110aed0-1111-4222-8333-444455556666'] });
    const answers = new Set<string>();
    for (const tid of [tenantId, 'another', 'x'.repeat(200)]) {
      const value = `Bearer ${await strict.token({ tid })}`;
      await expectRefused(strict, value, 403);
      answers.add((await present(strict, [value])).text);
    }
    expect([...answers]).toEqual([
      'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nConnection: close\r\n\r\n',
    ]);
    await strict.close();
  });
});

describe('a genuine token that is not for us', () => {
  const entra = `https://sts.windows.net/${tenantId}/`;
  const foreign: readonly (readonly [string, () => object])[] = [
    [
      'class 36: of Entra for another resource',
      () => claims({ iss: entra, aud: 'https://vault.example' }),
    ],
    [
      'class 36: of Entra v2 for our application',
      () => claims({ iss: `https://login.microsoftonline.com/${tenantId}/v2.0` }),
    ],
    [
      'class 37: our own for Graph',
      () => claims({ iss: entra, aud: 'https://graph.microsoft.com', appid: audience }),
    ],
    [
      'class 38: of Bot Framework for another bot',
      () => claims({ aud: 'b0b0b0b0-1111-4222-8333-444455556666' }),
    ],
    ['class 39: of the simulator', () => claims({ iss: 'https://simulator.example' })],
  ];
  refused(
    foreign.flatMap(([title, payload]): readonly Forgery[] => [
      [`${title}, by a key of the set`, () => ours(goodHeader, payload())],
      [
        `${title}, by its own key`,
        () => signedBy(other, { ...goodHeader, kid: 'elsewhere' }, payload()),
      ],
    ]),
  );

  it('class 39: one that the simulator really made, for our application and issuer', async () => {
    const ring = await createKeyRing({ appId: audience, tenantId, issuer });
    await expectRefused(stand, `Bearer ${await ring.mint()}`);
  });
});
