import {
  constants,
  createHmac,
  createSign,
  generateKeyPairSync,
  KeyObject,
  sign,
  type KeyObject as NodeKey,
} from 'node:crypto';
import type { TestKey } from '../unit/webhooks/key-set-server.ts';

type Part = string | object;

const encoded = (part: Part) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const unsigned = (header: Part, claims: Part) => `${encoded(header)}.${encoded(claims)}`;

/** A token signed as it stands: for parts that a proper library refuses to write. */
export function signedBy(key: TestKey | NodeKey, header: Part, claims: Part, hash = 'sha256') {
  const text = unsigned(header, claims);
  const privateKey = key instanceof KeyObject ? key : KeyObject.from(key.privateKey);
  return `${text}.${createSign(hash).update(text).sign(privateKey, 'base64url')}`;
}

export function signedWithPss(key: TestKey, header: Part, claims: Part): string {
  const text = unsigned(header, claims);
  const signature = sign('sha256', Buffer.from(text), {
    key: KeyObject.from(key.privateKey),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  });
  return `${text}.${signature.toString('base64url')}`;
}

export function signedWithSecret(secret: string, header: Part, claims: Part): string {
  const text = unsigned(header, claims);
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** Keys that no token may be signed with, though a key set lists them. */
export function unusableKeys() {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    weak: weak.privateKey,
    curve: curve.privateKey,
    published: [
      { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak', use: 'sig' },
      { ...curve.publicKey.export({ format: 'jwk' }), kid: 'curve', use: 'sig' },
    ],
  };
}

/** ES256 wants the two numbers of the signature side by side. */
export function signedOnCurve(key: NodeKey, header: Part, claims: Part): string {
  const text = unsigned(header, claims);
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
