/** Tokens that end, that Graph refuses, or that cannot be had: rows 15 and 35, through the real SDK. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TokenFailure } from '../../../worker/token-failure.ts';
import {
  errorAnswer,
  startTokenEndpoint,
  tokenAnswer,
  type TestTokenEndpoint,
} from '../../support/token-endpoint.ts';
import {
  azureSettings,
  claimsAsked,
  clockIsSet,
  clockMoves,
  clockStops,
  tokensOf,
  type TokensOf,
} from '../../support/tokens.ts';
import { until } from '../../support/until.ts';

const minute = 60_000;
const person = 'someone@example.org';
const home = azureSettings.tenantId;
let endpoint: TestTokenEndpoint;
let failures: TokenFailure[];
beforeEach(async () => {
  clockStops();
  endpoint = await startTokenEndpoint();
  failures = [];
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await endpoint.close();
});

const tokens: TokensOf = (how) => tokensOf(endpoint, { failures, ...how });

describe('a token that ends', () => {
  test('is replaced in the background before it does', async () => {
    const get = tokens();
    await get({});
    clockMoves(56 * minute);
    expect(await get({})).toBe('token-1');
    await until(async () => (await get({})) === 'token-2', 'the next token');
    expect(endpoint.asked).toHaveLength(2);
  });

  test('is never given after its end', async () => {
    const get = tokens();
    await get({});
    clockMoves(59.5 * minute);
    expect(await get({})).toBe('token-2');
  });

  test('serves on while no other can be had, and the endpoint is let rest', async () => {
    const get = tokens();
    await get({});
    endpoint.answers(errorAnswer(401, 'invalid_client', `AADSTS7000222: ${person}`));
    clockMoves(56 * minute);
    for (let asked = 0; asked < 50; asked += 1) expect(await get({})).toBe('token-1');
    await until(() => failures.length === 1, 'the failure');
    for (let asked = 0; asked < 50; asked += 1) expect(await get({})).toBe('token-1');
    expect(endpoint.asked).toHaveLength(2);
    clockMoves(3.5 * minute);
    await expect(get({})).rejects.toThrow('No access token could be had.');
    endpoint.answers(undefined);
    clockMoves(minute);
    expect(await get({})).toBe('token-4');
  });

  test('serves on while the endpoint is silent', async () => {
    const get = tokens();
    await get({});
    endpoint.silent(true);
    clockMoves(56 * minute);
    expect(await get({})).toBe('token-1');
    await until(() => endpoint.asked.length === 2, 'the request');
    expect(await get({})).toBe('token-1');
  });

  test('is renewed at the date that Entra gives, without a storm while it does not come', async () => {
    const get = tokens();
    endpoint.answers(tokenAnswer('long', 24 * 3_600, 3_600));
    await get({});
    clockMoves(61 * minute);
    endpoint.answers(errorAnswer(400, 'temporarily_unavailable', 'AADSTS90033'));
    for (let asked = 0; asked < 20; asked += 1) {
      expect(await get({})).toBe('long');
      await new Promise(setImmediate);
    }
    await until(() => endpoint.asked.length === 2, 'the refresh');
    endpoint.answers(undefined);
    await until(
      async () => {
        clockMoves(31_000);
        return (await get({})) === 'token-3';
      },
      'the next token',
      60 * minute,
    );
    expect(endpoint.asked).toHaveLength(3);
  });
});

describe('a token that Graph refuses', () => {
  test('is replaced by a new one, although the SDK has it cached', async () => {
    const get = tokens();
    expect(await get({})).toBe('token-1');
    expect(await get({ renew: { refused: 'token-1' } })).toBe('token-2');
    expect(await get({})).toBe('token-2');
  });

  test('is replaced once for all who were refused at once', async () => {
    const get = tokens();
    await get({});
    const refused = Array.from({ length: 20 }, () => get({ renew: { refused: 'token-1' } }));
    expect(new Set(await Promise.all(refused))).toEqual(new Set(['token-2']));
    expect(await get({ renew: { refused: 'token-1' } })).toBe('token-2');
    expect(endpoint.asked).toHaveLength(2);
  });

  test('is replaced at most once in 30 s for each tenant', async () => {
    const get = tokens();
    let token = await get({});
    for (let asked = 0; asked < 50; asked += 1) token = await get({ renew: { refused: token } });
    expect(token).toBe('token-2');
    expect(endpoint.asked).toHaveLength(2);
    clockMoves(30_000);
    expect(await get({ renew: { refused: token } })).toBe('token-3');
    const other = await get({ tenantId: 'contoso.example' });
    expect(await get({ tenantId: 'contoso.example', renew: { refused: other } })).toBe('token-5');
  });

  test.each([[60], [-60]])(
    'is replaced on time by a clock that was set by %i min (row 20)',
    async (minutes) => {
      const get = tokens();
      let token = await get({});
      token = await get({ renew: { refused: token } });
      clockIsSet(minutes * minute);
      clockMoves(30_000);
      expect(await get({ renew: { refused: token } })).toBe('token-3');
    },
  );

  test('is not given again while no other can be had', async () => {
    const get = tokens();
    await get({});
    endpoint.answers(errorAnswer(401, 'invalid_client', 'AADSTS7000222'));
    await expect(get({ renew: { refused: 'token-1' } })).rejects.toThrow();
    await expect(get({})).rejects.toThrow();
    expect(endpoint.asked).toHaveLength(2);
  });

  test('for want of claims is replaced by one that was asked for with them', async () => {
    const get = tokens();
    await get({});
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    expect(await get({ renew: { refused: 'token-1', claims } })).toBe('token-2');
    expect(claimsAsked(endpoint, 1)).toMatchObject({
      access_token: {
        nbf: { essential: true, value: '1700000000' },
        xms_cc: { values: ['cp1'] },
      },
    });
    expect(await get({})).toBe('token-2');
    expect(await get({ renew: { refused: 'token-2', claims } })).toBe('token-2');
    expect(endpoint.asked).toHaveLength(2);
  });
});

describe('a failure', () => {
  test('is told by its class and codes, and never by the text of the answer', async () => {
    endpoint.answers(errorAnswer(401, 'invalid_client', `AADSTS7000215: the secret of ${person}`));
    const error: unknown = await tokens()({}).catch((reason: unknown) => reason);
    expect(failures).toEqual([{ reason: 'invalid_client', code: 'AADSTS7000215' }]);
    expect(error).toMatchObject({ message: 'No access token could be had.' });
    expect((error as Error).cause).toBeUndefined();
  });

  test('is followed by a rest that doubles', async () => {
    const get = tokens();
    endpoint.answers(errorAnswer(401, 'invalid_client', 'AADSTS7000215'));
    const counts: number[] = [];
    for (const wait of [0, 900, 100, 1_900, 100, 3_900, 100]) {
      clockMoves(wait);
      await expect(get({})).rejects.toThrow();
      counts.push(endpoint.asked.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4]);
  });

  test.each([[307], [308], [301], [302]])('%i leads the secret nowhere else', async (status) => {
    const elsewhere = await startTokenEndpoint();
    endpoint.answers((response) => {
      response.writeHead(status, { location: `${elsewhere.url}/${home}/steal` }).end();
    });
    await expect(tokens()({})).rejects.toThrow();
    await elsewhere.close();
    expect(elsewhere.asked).toEqual([]);
  });

  test('of an endpoint that says nothing comes in time, and leaves no connection', async () => {
    endpoint.silent(true);
    await expect(tokens()({})).rejects.toThrow('No access token could be had.');
    await until(() => endpoint.connections() === 0, 'no connection');
    expect(failures).toEqual([{ reason: 'endpoints_resolution_error' }]);
  });
});
