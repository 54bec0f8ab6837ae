import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeySet, type KeySet } from '../../../webhooks/key-set.ts';
import { answerWith, rsaKey, startKeySetServer, until, type TestKey } from './key-set-server.ts';

let one: TestKey;
let two: TestKey;
let server: Awaited<ReturnType<typeof startKeySetServer>>;
let keys: KeySet;
let clock: number;
let loads: string[];

beforeAll(async () => {
  [one, two] = await Promise.all([rsaKey('one'), rsaKey('two')]);
});
beforeEach(async () => {
  clock = 0;
  loads = [];
  server = await startKeySetServer([one.jwk]);
});
afterEach(async () => {
  keys.close();
  await server.close();
});

/** Resolves when the first load has ended. */
async function start(): Promise<void> {
  const onLoad = (result: string) => {
    loads.push(result);
  };
  keys = createKeySet({ url: server.url, onLoad, now: () => clock });
  await until(() => loads.length > 0);
}

const after = (seconds: number) => {
  clock += seconds * 1000;
};
const kindOf = async (kid: string) => (await keys.find(kid)).kind;

describe('a key set that answers', () => {
  it('gives its keys and says that another is unknown, with one fetch', async () => {
    await start();
    expect(await kindOf('one')).toBe('key');
    expect(await kindOf('two')).toBe('unknown');
    expect(server.requests()).toBe(1);
  });

  it('is asked again for an unknown key after 30 s, by all who wait together', async () => {
    await start();
    server.answerKeys([one.jwk, two.jwk]);
    after(29);
    expect(await kindOf('two')).toBe('unknown');
    after(1);
    expect(await Promise.all([kindOf('two'), kindOf('two'), kindOf('one')])).toEqual([
      'key',
      'key',
      'key',
    ]);
    expect(server.requests()).toBe(2);
  });

  it('is asked at most once in 30 s however many unknown keys come', async () => {
    await start();
    for (let second = 0; second < 120; second += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => kindOf(`forged-${second}-${index}`)),
      );
      after(1);
    }
    expect(server.requests()).toBeLessThanOrEqual(5);
  });

  it('withdraws a key that the next set lacks', async () => {
    await start();
    server.answerKeys([two.jwk]);
    after(31);
    expect(await kindOf('two')).toBe('key');
    expect(await kindOf('one')).toBe('unknown');
  });

  it('treats a key id that two keys bear as unknown', async () => {
    server.answerKeys([one.jwk, { ...two.jwk, kid: 'one' }]);
    await start();
    expect(await kindOf('one')).toBe('unknown');
  });

  it('leaves out keys that must not sign, and keeps the others', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const weak = await weakKey();
    server.answerKeys([
      null,
      'x',
      { ...(await exportJWK(publicKey)), kid: 'ec', use: 'sig' },
      { ...weak, kid: 'weak' },
      { ...two.jwk, kid: 'enc', use: 'enc' },
      { ...two.jwk, kid: 'other-alg', alg: 'RS512' },
      { ...two.jwk, kid: 7 },
      { ...two.jwk, kid: 'broken', n: '!' },
      { kty: 'oct', kid: 'oct', k: 'AAAA' },
      { ...one.jwk, use: undefined, alg: 'RS256', key_ops: ['verify'] },
    ]);
    await start();
    const kinds = await Promise.all(
      ['one', 'ec', 'weak', 'enc', 'other-alg', 'broken', 'oct'].map(kindOf),
    );
    expect(kinds).toEqual(['key', ...Array.from({ length: 6 }, () => 'unknown')]);
  });
});

describe('a key set that fails', () => {
  it.each([
    ['an error', answerWith('{}', 500)],
    ['no keys', answerWith('{"keys":[]}')],
    ['no usable key', answerWith('{"keys":[{"kty":"oct","kid":"one","k":"AAAA"}]}')],
    ['HTML', answerWith('<html></html>')],
    ['another shape', answerWith('[]')],
    ['a redirect', answerWith('', 302, { location: '/elsewhere' })],
    ['300 kB', answerWith(JSON.stringify({ keys: [], pad: 'x'.repeat(300_000) }))],
  ])('with %s never replaces a good one, and unknown keys are unavailable', async (_, listener) => {
    await start();
    server.answer(listener);
    after(31);
    expect(await keys.find('two')).toEqual({ kind: 'unavailable', retryAfterSeconds: 30 });
    expect(await kindOf('one')).toBe('key');
    expect(keys.isLoaded()).toBe(true);
    expect(loads).toEqual(['loaded', 'failed']);
  });

  it('from the start is not loaded and unavailable, and asked again every 30 s only', async () => {
    server.answer(answerWith('{}', 503));
    await start();
    expect(keys.isLoaded()).toBe(false);
    for (let second = 0; second < 95; second += 1) {
      expect(await kindOf('one')).toBe('unavailable');
      after(1);
    }
    expect(server.requests()).toBe(4);
    server.answerKeys([one.jwk]);
    after(30);
    expect(await kindOf('one')).toBe('key');
    expect(keys.isLoaded()).toBe(true);
  });

  it('is asked ever less often, up to every 5 minutes, while known keys go on', async () => {
    await start();
    server.answer(answerWith('{}', 500));
    after(31);
    for (let second = 0; second < 1800; second += 10) {
      expect(await kindOf('forged')).toBe('unavailable');
      after(10);
    }
    expect(await kindOf('one')).toBe('key');
    // 30, 60, 120 and 240 s, then every 300 s, in half an hour.
    expect(server.requests() - 1).toBeLessThanOrEqual(10);
    expect(server.requests() - 1).toBeGreaterThanOrEqual(8);
  });

  it('for a day makes its old keys unusable', async () => {
    await start();
    server.answer(answerWith('{}', 500));
    after(24 * 3600 + 1);
    expect(keys.isLoaded()).toBe(false);
    expect(await kindOf('one')).toBe('unavailable');
  });

  it('by silence holds up nobody for long, and is asked by one fetch', async () => {
    await start();
    server.answer(() => undefined);
    after(31);
    const begin = performance.now();
    const kinds = await Promise.all(['x', 'y', 'z', 'one'].map(kindOf));
    expect(kinds).toEqual(['unavailable', 'unavailable', 'unavailable', 'key']);
    expect(performance.now() - begin).toBeLessThan(4_000);
    expect(server.requests()).toBe(2);
  });

  it('for half an hour brings a new key within the longest cooldown after it', async () => {
    await start();
    server.answer(answerWith('{}', 500));
    for (let second = 0; second < 1800; second += 10) {
      await kindOf('two');
      after(10);
    }
    server.answerKeys([one.jwk, two.jwk]);
    let waited = 0;
    for (; (await kindOf('two')) !== 'key'; waited += 5) after(5);
    expect(waited).toBeLessThanOrEqual(300);
    expect(loads.at(-1)).toBe('loaded');
  });

  it('by dripping its answer is given up after 5 s, and its keys of before go on', async () => {
    await start();
    server.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    after(31);
    expect(await kindOf('two')).toBe('unavailable');
    await until(() => loads.length === 2, 10_000);
    expect(loads).toEqual(['loaded', 'failed']);
    expect(await kindOf('one')).toBe('key');
  });

  it('by answers that change is never taken for one that lets everybody in', async () => {
    await start();
    const answers = [
      '',
      'null',
      '{}',
      '{"keys":null}',
      '{"keys":{}}',
      '{"keys":[{}]}',
      '[',
      '\u0000',
    ];
    for (const text of answers) {
      server.answer(answerWith(text));
      after(301);
      expect(await kindOf('two')).toBe('unavailable');
      expect(await kindOf('one')).toBe('key');
    }
    expect(loads).toEqual(['loaded', ...answers.map(() => 'failed')]);
  });
});

async function weakKey(): Promise<object> {
  const { generateKeyPair: generate } = await import('node:crypto');
  return new Promise<object>((resolve, reject) => {
    generate('rsa', { modulusLength: 1024 }, (error, publicKey) => {
      if (error) reject(error);
      else resolve(publicKey.export({ format: 'jwk' }));
    });
  });
}
