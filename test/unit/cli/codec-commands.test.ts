import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { readPayloadKeys } from '../../../runtime/payload-keys.ts';
import { keyFile } from './codec-parts.ts';
import { ioWith } from './io.ts';

async function run(args: string, env: Record<string, string> = {}) {
  const { io, written } = ioWith({ env });
  const status = await runCli(args.split(' '), io);
  return { status, ...written };
}

const tokens = {
  CODEC_SERVER_ISSUER: 'https://login.example/tenant',
  CODEC_SERVER_AUDIENCE: 'api://codec',
  CODEC_SERVER_JWKS_URL: 'https://login.example/keys',
};

describe('graph-invite new-key', () => {
  it('prints a file that can be used as it is, named after the month and unlike the last', async () => {
    const { status, out } = await run('new-key');
    expect(status).toBe(0);
    const { encryptWith, acceptPlaintext } = keysIn(out);
    expect(encryptWith?.keyId).toMatch(/^\d{4}-\d\d-[0-9a-f]{4}$/);
    expect(acceptPlaintext).toBe(false);
    expect((await run('new-key --json')).status).toBe(0);
  });

  it('prints another key each time, under the id that was asked for', async () => {
    const [one, two] = [await run('new-key --id a'), await run('new-key --id a')];
    expect(keysIn(one.out).encryptWith?.keyId).toBe('a');
    expect(one.out).not.toBe(two.out);
  });

  it('refuses an id that no key file may hold', async () => {
    expect(await run('new-key --id a/b')).toMatchObject({ status: 2, out: '' });
  });
});

describe('graph-invite codec-server', () => {
  it('explains itself: what it needs, and why it does not encrypt', async () => {
    const { status, out } = await run('codec-server --help');
    expect(status).toBe(0);
    for (const name of ['PAYLOAD_ENCRYPTION_KEYS_FILE', '/encode', ...Object.keys(tokens)]) {
      expect(out).toContain(name);
    }
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['a start without keys', '', {}, /PAYLOAD_ENCRYPTION_KEYS_FILE is required/],
    [
      'a key file that is not there',
      '',
      { PAYLOAD_ENCRYPTION_KEYS_FILE: '/nonexistent/keys.json' },
      /PAYLOAD_ENCRYPTION_KEYS_FILE: the file cannot be read/,
    ],
    [
      'half of the token settings',
      '',
      { CODEC_SERVER_ISSUER: 'x' },
      /CODEC_SERVER_AUDIENCE is req/,
    ],
    [
      'signing keys by plain http',
      '',
      { ...tokens, CODEC_SERVER_JWKS_URL: 'http://login.example/keys' },
      /CODEC_SERVER_JWKS_URL must be https/,
    ],
    [
      'signing keys from this machine, unless that is allowed',
      '',
      { ...tokens, CODEC_SERVER_JWKS_URL: 'https://localhost/keys' },
      /CODEC_SERVER_JWKS_URL points to this machine/,
    ],
    ['an origin with a path', '--ui-origin http://127.0.0.1:8233/', {}, /--ui-origin/],
    ['every origin', '--ui-origin *', {}, /--ui-origin/],
    ['a port that is none', '--port 8e3', {}, /--port/],
  ])('refuses %s', async (_, args, env, message) => {
    const { status, err } = await run(`codec-server --port 0 ${args}`.trim(), env);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'codec.example'])(
    'refuses to listen on %s without all that tokens need',
    async (host) => {
      const env = { PAYLOAD_ENCRYPTION_KEYS_FILE: keyFile() };
      const { status, err } = await run(`codec-server --port 0 --host ${host}`, env);
      expect(status).toBe(2);
      for (const name of Object.keys(tokens)) {
        expect(err).toContain(`${name} is required where other machines can connect`);
      }
    },
  );

  it('never repeats a key of a file that cannot be used', async () => {
    const file = keyFile();
    writeFileSync(file, '{"encryptWith":"k1","keys":{"k1":"c2VjcmV0LXZhbHVl"}}');
    const { status, err } = await run('codec-server --port 0', {
      PAYLOAD_ENCRYPTION_KEYS_FILE: file,
    });
    expect(status).toBe(2);
    expect(err).not.toContain('c2VjcmV0');
  });

  it('says that its port is taken', async () => {
    const port = await takenPort();
    const env = { PAYLOAD_ENCRYPTION_KEYS_FILE: keyFile() };
    const { status, err } = await run(`codec-server --port ${port}`, env);
    expect({ status, err }).toEqual({
      status: 2,
      err: `Cannot listen on 127.0.0.1 port ${port} (EADDRINUSE).\n`,
    });
  });
});

function keysIn(text: string) {
  const file = keyFile();
  writeFileSync(file, text);
  return readPayloadKeys(file);
}

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
