/** The client library on a real server: starting twice, watching, canceling, listing, and its typed errors. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  InviteCanceledError,
  InviteConflictError,
  InviteNotFoundError,
  type StartInviteRequest,
} from '../../client/index.ts';
import { grpcStatus, temporalCall } from '../../client/temporal-call.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const soon = { operationMs: 10_000, rosterMs: 10_000, reconcileMs: 2_000 };

function request(): StartInviteRequest & { readonly inviteId: string } {
  const { callId } = cloud.simulator.createCall({
    kind: 'group',
    callbackUri: cloud.callbackUri,
  });
  const participants = [{ identity: { user: { id: randomUUID() } } }];
  return { inviteId: `ticket-${randomUUID()}`, callId, participants, deadlines: soon };
}

const posts = (inviteId: string) =>
  cloud.simulator
    .ledger()
    .filter((entry) => entry.type === 'postReceived' && entry.clientContext === inviteId);

const personOf = (wanted: StartInviteRequest) => wanted.participants[0]?.identity.user?.id ?? '';

describe('an invite id', () => {
  test('stands for one invite, however often it is started, also after its end', async () => {
    const wanted = request();
    const [first, second] = await Promise.all([
      cloud.invites.start(wanted),
      cloud.invites.start({ ...wanted, tenantId: null }),
    ]);
    expect(await second.result()).toEqual(await first.result());
    const again = await cloud.invites.start(wanted);
    expect(await again.result()).toMatchObject({ outcome: 'joined', inviteId: wanted.inviteId });
    expect(posts(wanted.inviteId)).toHaveLength(1);
  });

  test('refuses a different request', async () => {
    const wanted = request();
    const invite = await cloud.invites.start(wanted);
    const other = { ...wanted, onUnknownOutcome: 'repostOnce' as const };
    const conflict: unknown = await cloud.invites.start(other).catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(InviteConflictError);
    expect(conflict).toMatchObject({ code: 'inviteConflict', differing: ['onUnknownOutcome'] });
    await invite.result();
    expect(posts(wanted.inviteId)).toHaveLength(1);
  });

  test('that nobody started is not found', async () => {
    const invite = cloud.invites.get(randomUUID());
    await expect(invite.status()).rejects.toBeInstanceOf(InviteNotFoundError);
    await expect(invite.result()).rejects.toBeInstanceOf(InviteNotFoundError);
    await expect(invite.cancel()).rejects.toBeInstanceOf(InviteNotFoundError);
  });
});

describe('a watched invite', () => {
  test('shows each phase once and ends with its outcome', async () => {
    const invite = await cloud.invites.start(request());
    const seen: string[] = [];
    for await (const { phase, outcome } of invite.watch({ pollMs: 20 })) {
      seen.push(outcome ?? phase);
    }
    expect(seen.at(-1)).toBe('joined');
    expect(await invite.status()).toMatchObject({ phase: 'done', outcome: 'joined' });
  });
});

describe('a canceled invite', () => {
  test('that could not be taken back says that instead', async () => {
    const wanted = request();
    cloud.simulator.script({ inviteeId: personOf(wanted), answer: { kind: 'never' } });
    const invite = await cloud.invites.start(wanted);
    await until(() => posts(wanted.inviteId).length > 0, 'the POST');
    await invite.cancel();
    const error: unknown = await invite.result().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InviteCanceledError);
    expect(error).toMatchObject({ code: 'inviteCanceled', revokeConfirmed: false });
  });

  test('whose participant id Graph named in its answer is withdrawn while it rings', async () => {
    const wanted = request();
    const { simulator } = cloud;
    simulator.script({
      inviteeId: personOf(wanted),
      answer: { kind: 'never' },
      oddities: ['participantIdInAnswer'],
    });
    const invite = await cloud.invites.start(wanted);
    await until(async () => (await invite.status()).phase === 'awaitingOutcome', 'it rings');
    await invite.cancel();
    await expect(invite.result()).rejects.toMatchObject({ revokeConfirmed: true });
    expect(simulator.ledger()).toContainEqual(
      expect.objectContaining({ type: 'revoked', callId: wanted.callId, found: 'ringing' }),
    );
  });
});

describe('a poll for the result that found nothing in its time', () => {
  test.each([
    ["a worker's connection", NativeConnection],
    ["a client's own connection", Connection],
  ])('is told apart from an outage, on %s, also when nobody answers', async (_, kind) => {
    const wanted = request();
    cloud.simulator.script({ inviteeId: personOf(wanted), answer: { kind: 'never' } });
    const invite = await cloud.invites.start(wanted);
    const [host = '', port = ''] = inject('temporalAddress').split(':');
    const proxy = await startFaultProxy({ target: { host, port: Number(port) } });
    const connection = await kind.connect({ address: `127.0.0.1:${proxy.port}` });
    const client = new Client({ connection, namespace: inject('temporalNamespace') });
    const poll = () =>
      temporalCall(
        { client, timeoutMs: 500, doing: 'give the result', inviteId: wanted.inviteId },
        () => client.workflow.getHandle(invite.workflowId).result(),
      ).catch((reason: unknown) => reason);
    // DEADLINE_EXCEEDED: whoever waits for the result polls again.
    expect(grpcStatus(await poll())).toBe(4);
    proxy.set({ kind: 'silent' });
    expect(grpcStatus(await poll())).toBe(4);
    await invite.cancel();
    await proxy.close();
    await connection.close();
  });
});

describe('the list of invites', () => {
  test('shows an ended invite with its outcome', async () => {
    const wanted = request();
    const invite = await cloud.invites.start(wanted);
    await invite.result();
    // Visibility lags behind the run's end.
    const row = await until(async () => {
      const rows = await cloud.invites.list({ query: `GraphCallId = "${wanted.callId}"` });
      return rows.find((one) => one.outcome !== undefined);
    }, 'the invite is listed with its outcome');
    expect(row).toMatchObject({ inviteId: wanted.inviteId, scenario: 'add', outcome: 'joined' });
  });
});
