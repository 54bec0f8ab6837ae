import { expect, test } from 'vitest';
import { createAccessToken } from '../../../worker/access-token.ts';
import { azureSettings } from '../../support/tokens.ts';

test('tenants whose token failed are counted, and those that made room no longer', async () => {
  let failing = 0;
  const accessToken = createAccessToken(
    { credential: azureSettings, graphBaseUrl: 'https://graph.microsoft.com/v1.0' },
    {
      newCredential: () => ({ getToken: () => Promise.reject(new Error('away')) }),
      onFailing: (count) => {
        failing = count;
      },
    },
  );
  const ask = (index: number) =>
    accessToken({ tenantId: `tenant-${index}` }).catch(() => undefined);
  for (let index = 0; index < 3; index += 1) await ask(index);
  expect(failing).toBe(3);
  for (let index = 3; index < 1_100; index += 1) await ask(index);
  expect(failing).toBe(1_000);
});
