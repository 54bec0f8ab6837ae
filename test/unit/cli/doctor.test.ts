import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decodeJwt, UnsecuredJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkCallback } from '../../../cli/doctor/check-callback.ts';
import { checkGraph } from '../../../cli/doctor/check-graph.ts';
import { checkTemporal } from '../../../cli/doctor/check-temporal.ts';
import { checkWebhooks } from '../../../cli/doctor/check-webhooks.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { openStand } from '../../hostile/stand.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { rsaKey, startKeySetServer } from '../webhooks/key-set-server.ts';
import { ioWith } from './io.ts';

const botId = '0a0b0c0d-1111-4222-8333-444455556666';
const allRoles = ['Calls.InitiateGroupCall.All', 'Calls.Initiate.All', 'Calls.JoinGroupCall.All'];
/** Reserved for nobody (RFC 863 has been given up for dead): nothing listens there. */
const nobody = 'http://127.0.0.1:9';
const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:9', TEMPORAL_CONFIG_FILE: '/nonexistent/t.toml' };

const containing = (words: string): unknown => expect.stringContaining(words);
const matching = (form: RegExp): unknown => expect.stringMatching(form);

type Checked = Readonly<Record<string, Finding | undefined>>;

/** All but Temporal, which takes its time to be given up. */
async function checksOf(settings: Record<string, string>, callback?: string): Promise<Checked> {
  const env = { ALLOW_INSECURE_LOOPBACK: 'true', ...settings };
  const findings: Finding[] = [];
  const report = (finding: Finding) => findings.push(finding);
  await checkGraph(env, report);
  await checkWebhooks(env, report);
  await checkCallback(callback, env, report);
  return byCheck(findings);
}

async function temporalChecksOf(settings: Record<string, string>): Promise<Checked> {
  const findings: Finding[] = [];
  await checkTemporal({ ...nowhere, ...settings }, (finding) => findings.push(finding));
  return byCheck(findings);
}

function byCheck(findings: readonly Finding[]): Checked {
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
}

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, body = '', headers: Record<string, string> = {}) =>
  listening((_request, response) => response.writeHead(status, headers).end(body));

interface Token {
  readonly aud?: string;
  readonly roles?: readonly string[];
  readonly appid?: string;
}

/** Settings of a worker whose token says this; Graph answers 404 for the call that does not exist. */
async function workerWith({ aud, roles = allRoles, appid = botId }: Token, status = 404) {
  const graph = await answering(status);
  const token = new UnsecuredJWT({ aud: aud ?? graph, roles, appid }).encode();
  return {
    GRAPH_CREDENTIAL: 'staticToken',
    GRAPH_BASE_URL: `${graph}/v1.0`,
    GRAPH_STATIC_TOKEN: token,
    NOTIFICATION_AUDIENCE: botId,
    NOTIFICATION_JWKS_URL: nobody,
  };
}

const claimsIn = (token: string) => decodeJwt(token);

describe('doctor', () => {
  it('names the address where no Temporal answers, and how to start one', async () => {
    expect(await temporalChecksOf({})).toMatchObject({
      temporal: {
        status: 'failed',
        found: 'nobody answers at 127.0.0.1:9',
        fix: matching(/npm start.*TEMPORAL_ADDRESS/),
      },
    });
  });

  it('says what it could not look at, and how to have it looked at', async () => {
    const checked = await checksOf({});
    for (const check of ['worker settings', 'webhooks settings', 'callback']) {
      expect(checked[check]).toMatchObject({ status: 'skipped', fix: matching(/./) });
    }
  });

  it('reports every wrong variable of a process', async () => {
    const checked = await checksOf({ GRAPH_CREDENTIAL: 'clientSecret', ADMIN_PORT: 'x' });
    expect(checked['worker settings']?.status).toBe('failed');
    for (const name of ['AZURE_TENANT_ID', 'AZURE_CLIENT_SECRET', 'ADMIN_PORT']) {
      expect(checked['worker settings']?.found).toContain(name);
    }
  });

  it('reports a key file that is none, before anything else needs it', async () => {
    const checked = await temporalChecksOf({
      PAYLOAD_ENCRYPTION_KEYS_FILE: '/nonexistent/keys.json',
    });
    expect(checked['payload keys']?.status).toBe('failed');
    expect(checked['temporal']).toBeUndefined();
  });
});

describe('doctor, of the token for Graph,', () => {
  it('finds nothing wrong with one that has all', async () => {
    const checked = await checksOf(await workerWith({}));
    for (const check of [
      'worker settings',
      'graph token',
      'graph audience',
      'application',
      'role to invite',
      'role to read rosters',
      'role to take back',
      'graph',
    ]) {
      expect(checked[check]).toMatchObject({ status: 'ok' });
    }
  });

  it('finds the role missing that invites, and says where to grant it', async () => {
    const checked = await checksOf(await workerWith({ roles: ['Calls.Initiate.All'] }));
    expect(checked['role to invite']).toMatchObject({
      status: 'failed',
      found: containing('it has Calls.Initiate.All'),
      fix: matching(/Grant Calls\.InitiateGroupCall\.All .*admin consent/),
    });
    expect(checked['role to take back']?.status).toBe('warning');
  });

  it('takes the older spelling of that role', async () => {
    const checked = await checksOf(await workerWith({ roles: ['Calls.InitiateGroupCalls.All'] }));
    expect(checked['role to invite']?.status).toBe('ok');
  });

  it('finds a token for another audience', async () => {
    const checked = await checksOf(await workerWith({ aud: 'https://management.azure.com' }));
    expect(checked['graph audience']).toMatchObject({
      status: 'failed',
      found: containing('is for https://management.azure.com, not for http://127'),
      fix: containing('GRAPH_BASE_URL'),
    });
  });

  it.each([
    ['expired', { exp: 1_000 }, 'expired'],
    ['of a user', { scp: 'User.Read', roles: undefined }, 'of a user'],
  ])('finds a token that is %s', async (_what, claims, words) => {
    const settings = await workerWith({});
    const token = new UnsecuredJWT({ ...claimsIn(settings.GRAPH_STATIC_TOKEN), ...claims });
    const checked = await checksOf({ ...settings, GRAPH_STATIC_TOKEN: token.encode() });
    expect(checked['graph token kind']).toMatchObject({
      status: 'failed',
      found: containing(words),
    });
  });

  it("takes Graph's address with a slash at its end", async () => {
    const settings = await workerWith({});
    const aud = `${new URL(settings.GRAPH_BASE_URL).origin}/`;
    const token = new UnsecuredJWT({ ...claimsIn(settings.GRAPH_STATIC_TOKEN), aud }).encode();
    const checked = await checksOf({ ...settings, GRAPH_STATIC_TOKEN: token });
    expect(checked['graph audience']?.status).toBe('ok');
  });

  it("takes Graph's application id for its audience", async () => {
    const aud = '00000003-0000-0000-c000-000000000000';
    expect((await checksOf(await workerWith({ aud })))['graph audience']?.status).toBe('ok');
  });

  it('finds that notifications are expected for another application', async () => {
    const appid = '99999999-1111-4222-8333-444455556666';
    expect((await checksOf(await workerWith({ appid })))['application']).toMatchObject({
      status: 'failed',
      fix: containing('NOTIFICATION_AUDIENCE'),
    });
  });

  it.each([
    [401, 'failed', 'refuses the token (401)'],
    [403, 'failed', 'forbids'],
    [503, 'warning', 'answers 503'],
    [429, 'warning', 'answers 429'],
    [302, 'failed', 'not Graph'],
    [200, 'failed', 'not Graph'],
  ])('tells what an answer of %i means', async (status, verdict, words) => {
    const checked = await checksOf(await workerWith({}, status));
    expect(checked['graph']).toMatchObject({
      status: verdict,
      found: containing(words),
    });
  });

  it('finds Graph out of reach', async () => {
    const settings = { ...(await workerWith({})), GRAPH_BASE_URL: `${nobody}/v1.0` };
    expect((await checksOf(settings))['graph']).toMatchObject({
      status: 'failed',
      found: `${nobody} cannot be reached: nobody listens there`,
    });
  });

  it('never shows the token', async () => {
    const settings = await workerWith({ roles: [], aud: 'x', appid: 'y' }, 401);
    expect(JSON.stringify(await checksOf(settings))).not.toContain(settings.GRAPH_STATIC_TOKEN);
  });
});

describe('doctor, of the webhooks,', () => {
  const webhooks = (url: string, audience = botId) => ({
    NOTIFICATION_AUDIENCE: audience,
    NOTIFICATION_JWKS_URL: url,
  });

  it('counts the signing keys, and compares the clocks', async () => {
    const keyServer = await startKeySetServer([(await rsaKey('key-1')).jwk]);
    onTestFinished(() => keyServer.close());
    expect(await checksOf(webhooks(keyServer.url))).toMatchObject({
      'signing keys': { status: 'ok', found: `1 at ${keyServer.url}` },
      clock: { status: 'ok' },
      'notification audience': { status: 'ok' },
    });
  });

  it('finds the key set out of reach', async () => {
    expect((await checksOf(webhooks(`${nobody}/keys`)))['signing keys']).toMatchObject({
      status: 'failed',
      found: containing('nobody listens there'),
      fix: containing('NOTIFICATION_JWKS_URL'),
    });
  });

  it.each([
    ['is not there', 404, ''],
    ['is no JSON', 200, '<html>'],
    ['holds no keys', 200, '{"keys":[]}'],
  ])('finds a key set that %s', async (_what, status, body) => {
    const url = await answering(status, body);
    expect((await checksOf(webhooks(url)))['signing keys']?.status).toBe('failed');
  });

  it.each([
    [2, 'warning'],
    [20, 'failed'],
  ])('finds a clock that is %i minutes off', async (minutes, status) => {
    const date = new Date(Date.now() + minutes * 60_000).toUTCString();
    const url = await answering(200, '{}', { date });
    expect((await checksOf(webhooks(url)))['clock']).toMatchObject({
      status,
      fix: containing('NTP'),
    });
  });

  it('warns of issuers that are not those of Microsoft', async () => {
    const others = { ...webhooks(nobody), NOTIFICATION_ISSUERS: 'https://issuer.example.com' };
    expect((await checksOf(webhooks(nobody)))['notification issuers']?.status).toBe('ok');
    expect((await checksOf(others))['notification issuers']).toMatchObject({
      status: 'warning',
      found: containing('https://issuer.example.com'),
    });
  });

  it('finds an audience that is no application id', async () => {
    const checked = await checksOf(webhooks(nobody, 'https://bot.example.com'));
    expect(checked['notification audience']?.status).toBe('failed');
  });
});

describe('doctor, of the callback,', () => {
  const callbackOf = async (url: string) => (await checksOf({}, url))['callback'];

  it('knows the webhooks by their answer to a request without a token', async () => {
    const stand = await openStand();
    onTestFinished(() => stand.close());
    expect(await callbackOf(stand.url)).toMatchObject({ status: 'ok' });
    expect(await callbackOf(`${stand.url}/elsewhere`)).toMatchObject({
      status: 'failed',
      fix: containing('WEBHOOK_PATH'),
    });
  });

  it('finds nobody there', async () => {
    expect(await callbackOf(`${nobody}/notifications`)).toMatchObject({
      status: 'failed',
      found: containing('nobody listens there'),
    });
  });

  it.each([
    [200, '', 'without a token'],
    [401, 'who are you?', 'with a body'],
    [302, '', 'redirect'],
    [502, '', 'proxy'],
    [503, '', 'cannot reach Temporal or the signing keys'],
    [403, '', 'answers itself'],
  ])('tells what an answer of %i "%s" means', async (status, body, words) => {
    const found = await callbackOf(await answering(status, body));
    expect(found).toMatchObject({ status: 'failed', found: containing(words) });
  });

  it('finds a certificate that nobody trusts', async () => {
    const server = createTlsServer(selfSigned());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await callbackOf(`https://127.0.0.1:${port}/notifications`)).toMatchObject({
      status: 'failed',
      found: containing('self-signed'),
    });
  });

  it('is not sure of something that asks everybody for credentials', async () => {
    expect(await callbackOf(await answering(401))).toMatchObject({
      status: 'warning',
      fix: containing('credentials of its own'),
    });
  });

  it('shows no query of the URL', async () => {
    const found = await callbackOf(`${nobody}/notifications?code=SECRET`);
    expect(found?.status).toBe('failed');
    expect(JSON.stringify(found)).not.toContain('SECRET');
  });

  it.each(['garbage', '', 'https://a:b@bot.example.com/'])(
    'shows how to write a URL instead of "%s"',
    async (url) => {
      expect(await callbackOf(url)).toMatchObject({
        status: 'failed',
        fix: containing('https://bot.example.com/notifications'),
      });
    },
  );

  it('wants https for any other machine', async () => {
    expect(await callbackOf('http://bot.example.com/notifications')).toMatchObject({
      status: 'failed',
      found: containing('https'),
    });
  });
});

describe('graph-invite doctor', () => {
  it('prints a line for each finding, a fix below it, and a sum; and ends with 8', async () => {
    const { io, written } = ioWith({ env: nowhere });
    expect(await runCli(['doctor'], io)).toBe(8);
    expect(written.out).toMatch(/^FAILED {3}temporal: nobody answers at 127\.0\.0\.1:9\n {9}Start/);
    expect(written.out).toMatch(/\n1 to fix, 6 not checked\.\n$/);
    expect(written.err).toBe('');
  });

  it('prints one document with --json', async () => {
    const { io, written } = ioWith({ env: nowhere });
    expect(await runCli(['doctor', '--json'], io)).toBe(8);
    expect(JSON.parse(written.out)).toMatchObject({
      healthy: false,
      findings: [{ check: 'temporal', status: 'failed' }, {}, {}, {}, {}, {}, {}],
    });
  });
});
