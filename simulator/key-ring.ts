import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';

/** What the tokens of the notifications say. */
export type TokenSettings = {
  readonly appId: string;
  readonly tenantId: string;
  readonly issuer: string;
};

/** How to bend a token: claims or header members replaced, or left out when null. */
export type TokenChanges = {
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** Sign with the key before the last rotation. */
  readonly signWith?: 'currentKey' | 'previousKey' | undefined;
};

export type KeyRing = {
  /** The published key set. */
  readonly jwks: () => { readonly keys: readonly JWK[] };
  readonly mint: (changes?: TokenChanges) => Promise<string>;
  /** Makes a new signing key and answers its id; the old one stays published unless told otherwise. */
  readonly rotate: (keepOld: boolean) => Promise<string>;
};

type SigningKey = {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly published: JWK;
};

/** The life of a real token seen in 2022 (docs/protocol.md 7). */
const lifeSeconds = 300;

/** Creates a key ring with one RSA key of 2048 bits. */
export async function createKeyRing(settings: TokenSettings): Promise<KeyRing> {
  let current = await newKey();
  let previous: SigningKey | null = null;
  let published = [current.published];
  return {
    jwks: () => ({ keys: published }),
    mint: (changes = {}) => {
      const key = changes.signWith === 'previousKey' ? (previous ?? current) : current;
      return signed(key, settings, changes);
    },
    rotate: async (keepOld) => {
      const next = await newKey();
      published = keepOld ? [...published, next.published] : [next.published];
      previous = current;
      current = next;
      return next.keyId;
    },
  };
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, privateKey, published: { ...jwk, kid: keyId, x5t: keyId, use: 'sig' } };
}

/** Header and claims of the real token: `cty` is there, `iat` is not. */
async function signed(
  key: SigningKey,
  settings: TokenSettings,
  changes: TokenChanges,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    tid: settings.tenantId,
    appid: callingServiceAppId,
    nbf: now,
    exp: now + lifeSeconds,
    iss: settings.issuer,
    aud: settings.appId,
    ...changes.claims,
  };
  const header = { kid: key.keyId, x5t: key.keyId, typ: 'JWT', cty: 'JWT', ...changes.header };
  return new SignJWT(withoutNulls(claims))
    .setProtectedHeader({ ...withoutNulls(header), alg: 'RS256' })
    .sign(key.privateKey);
}

function withoutNulls(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** Stands for the calling service that signs; a made-up id. */
const callingServiceAppId = '5c1a51c0-0000-4000-8000-000000000001';
