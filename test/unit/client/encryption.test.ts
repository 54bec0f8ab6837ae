/** A process that is to encrypt never writes in clear by mistake. */
import { Client, Connection } from '@temporalio/client';
import { afterEach, expect, test, vi } from 'vitest';
import { createInviteClient, payloadEncryption } from '../../../client/index.ts';
import { keyFile, newKey } from '../../support/payload-keys.ts';

const keysFile = keyFile({ encryptWith: 'a', keys: { a: newKey() } });
const connection = Connection.lazy({ address: '127.0.0.1:1' });

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a client without a codec is refused where encryption is asked for', () => {
  const client = new Client({ connection });
  expect(() => createInviteClient({ client })).not.toThrow();
  vi.stubEnv('PAYLOAD_ENCRYPTION_KEYS_FILE', keysFile);
  expect(() => createInviteClient({ client })).toThrow(/dataConverter: payloadEncryption\(file\)/);
  const encrypting = new Client({ connection, dataConverter: payloadEncryption(keysFile) });
  expect(() => createInviteClient({ client: encrypting })).not.toThrow();
});

test('a connection of its own encrypts by the same variable, whoever names the address', async () => {
  vi.stubEnv('PAYLOAD_ENCRYPTION_KEYS_FILE', '/nowhere/keys.json');
  const settings = { connection: { address: '127.0.0.1:1' } };
  expect(() => createInviteClient(settings)).toThrow(/the file cannot be read/);
  vi.stubEnv('PAYLOAD_ENCRYPTION_KEYS_FILE', keysFile);
  await createInviteClient(settings).close();
});
