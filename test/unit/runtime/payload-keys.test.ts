import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../runtime/configuration-error.ts';
import { readPayloadKeys } from '../../../runtime/payload-keys.ts';
import { keyFile, newKey } from '../../support/payload-keys.ts';

const good = newKey();
const older = newKey();

function problemsOf(file: string): string {
  try {
    readPayloadKeys(file);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

describe('a key file', () => {
  test('names the key to encrypt with, and those to decrypt with', () => {
    const keys = readPayloadKeys(
      keyFile({ encryptWith: '2026-11', keys: { '2026-05': older, '2026-11': good } }),
    );
    expect(keys.encryptWith?.keyId).toBe('2026-11');
    expect(keys.encryptWith?.key.export().toString('base64')).toBe(good);
    expect(keys.find('2026-05')?.key.export().toString('base64')).toBe(older);
    expect(keys.find('2025-11')).toBeUndefined();
    expect(keys.acceptPlaintext).toBe(false);
  });

  test('may only decrypt while plaintext is accepted', () => {
    const keys = readPayloadKeys(keyFile({ keys: { a: good }, acceptPlaintext: true }));
    expect([keys.encryptWith, keys.acceptPlaintext]).toEqual([undefined, true]);
  });

  test.each<[string, object | string, RegExp]>([
    ['is no JSON', `{"keys": {"a": "${good}"`, /is not JSON/],
    ['is a list', [], /must hold a JSON object/],
    ['holds no keys', { encryptWith: 'a', keys: {} }, /keys must hold at least one key/],
    ['lacks keys', { encryptWith: 'a' }, /keys must be an object/],
    ['names no key', { keys: { a: good } }, /encryptWith must name the key/],
    [
      'names a key it does not hold',
      { encryptWith: 'b', keys: { a: good } },
      /encryptWith names a/,
    ],
    [
      'names a member of every object',
      { encryptWith: 'toString', keys: { a: good } },
      /encryptWith names a/,
    ],
    ['has a short key', { encryptWith: 'a', keys: { a: good.slice(4) } }, /keys\.a must be 32/],
    [
      'has a key without its padding',
      { encryptWith: 'a', keys: { a: good.replace(/=$/, '') } },
      /keys\.a must be 32/,
    ],
    ['has a key in hex', { encryptWith: 'a', keys: { a: 'ab'.repeat(32) } }, /keys\.a must be 32/],
    ['has a key that is no text', { encryptWith: 'a', keys: { a: 7 } }, /keys\.a must be a text/],
    [
      'has a placeholder as key',
      { encryptWith: 'a', keys: { a: Buffer.alloc(32).toString('base64') } },
      /keys\.a must be random/,
    ],
    ['has one key twice', { encryptWith: 'a', keys: { a: good, b: good } }, /keys must differ/],
    ['names a key oddly', { encryptWith: 'a b', keys: { 'a b': good } }, /1 to 64 of/],
    ['has an unknown member', { encryptWith: 'a', keys: { a: good }, extra: 1 }, /nothing but/],
    [
      'says yes in words',
      { encryptWith: 'a', keys: { a: good }, acceptPlaintext: 'yes' },
      /acceptPlaintext must be true or false/,
    ],
  ])('that %s is refused, and no key is repeated', (_, content, problem) => {
    const message = problemsOf(keyFile(content));
    expect(message).toMatch(problem);
    expect(message).toContain('PAYLOAD_ENCRYPTION_KEYS_FILE');
    expect(message).not.toContain(good.slice(0, 8));
  });

  test('reports all its problems together', () => {
    const message = problemsOf(
      keyFile({ encryptWith: 1, keys: { a: 'x' }, acceptPlaintext: 'no' }),
    );
    expect(message.match(/PAYLOAD_ENCRYPTION_KEYS_FILE/g)).toHaveLength(3);
  });

  test('that is not there is named by its reason', () => {
    expect(problemsOf('/nowhere/keys.json')).toMatch(/cannot be read \(ENOENT\)/);
  });

  test('is described in docs/security.md with an example that can be used', () => {
    const docs = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
    const example = /```json\n(\{\s*"encryptWith"[^]*?)```/.exec(docs)?.[1] ?? '';
    const filled = example.replace(/"<[^">]*>"/g, () => JSON.stringify(newKey()));
    expect(readPayloadKeys(keyFile(filled)).encryptWith).toBeDefined();
  });
});
