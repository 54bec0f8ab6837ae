import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { InviteRequest } from '../../contracts/types.ts';
import { searchAttributeKeys } from '../../contracts/search-attributes.ts';
import { ada, grace, inRoster, unreadablePayloads, user } from '../support/facts.ts';
import { countOf, eventsOf, record } from '../support/histories.ts';
import { failureDetails, onOwnCall, useInvites, type StartedInvite } from '../support/invites.ts';

const invites = useInvites();

const tenant = '9D4F6E2A-0C31-4B7E-A5F8-3E1B6C7D8A90';
const inviteAda = (more: Partial<InviteRequest> = {}) =>
  onOwnCall({ participants: [user(ada)], ...more });

async function join(invite: StartedInvite, origin: object = {}) {
  await invite.tell('operationCompleted', origin);
  await invite.tell('rosterUpdated', { participants: [inRoster(ada)], ...origin });
  return await invite.result();
}

async function expectNothingHappened(invite: StartedInvite) {
  const status = await invite.status();
  expect(status).toMatchObject({ phase: 'awaitingOutcome', operationId: 'op-1' });
  expect(status.participants).toMatchObject([{ rosterConfirmed: false }]);
  expect(countOf(await eventsOf(invite.handle), 'workflowTaskFailedEventAttributes')).toBe(0);
}

describe.concurrent('facts that are none of this invite’s', () => {
  const everyFact = {
    operationCompleted: {},
    operationFailed: { resultInfo: { code: 603, subcode: 0 } },
    rosterUpdated: { participants: [inRoster(ada)] },
    callTerminated: {},
    originalCallTerminated: {},
  };

  test.each([
    ['another call', { callId: randomUUID() }],
    ['another tenant', { tenantId: randomUUID() }],
  ])('are dropped: %s', async (_what, origin) => {
    const invite = await invites.start(inviteAda({ tenantId: tenant }));
    await invite.inPhase('awaitingOutcome');
    for (const [name, fact] of Object.entries(everyFact)) {
      await invite.tell(name, { ...fact, ...origin });
    }
    await expectNothingHappened(invite);
    expect(await join(invite)).toMatchObject({ outcome: 'joined' });
  });

  test('are dropped: the end of the original call told of the target, and the other way round', async () => {
    const original = randomUUID();
    const participants = [{ ...user(ada), replacesCallId: original }];
    const invite = await invites.start(onOwnCall({ participants }));
    await invite.inPhase('awaitingOutcome');
    await invite.tell('originalCallTerminated');
    await invite.tell('callTerminated', { callId: original });
    await expectNothingHappened(invite);
    await invite.tell('originalCallTerminated', { callId: original });
    expect(await join(invite)).toMatchObject({ originalCall: { terminated: true } });
  });

  test('are those with a call and tenant of another writing only: they count', async () => {
    const request = inviteAda({ tenantId: tenant });
    const invite = await invites.start(request);
    const plain = (id: string) => id.replaceAll('-', '').toUpperCase();
    const origin = { callId: plain(request.callId), tenantId: plain(tenant.toLowerCase()) };
    expect(await join(invite, origin)).toMatchObject({ outcome: 'joined' });
  });

  test.each([
    ['the fact', undefined, tenant],
    ['the request', tenant, undefined],
  ])('are told by the tenant only where %s names one', async (_who, asked, told) => {
    const invite = await invites.start(inviteAda({ tenantId: asked ?? null }));
    expect(await join(invite, { tenantId: told })).toMatchObject({ outcome: 'joined' });
  });
});

describe.concurrent('what a fact carries beside its contract', () => {
  test('goes no further: null codes and texts that may name a person', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    const resultInfo = { code: 603, subcode: null, message: 'participant 4:+15550100123' };
    await invite.tell('operationFailed', { resultInfo });
    expect((await failureDetails(invite)).resultInfo).toEqual({ code: 603 });
  });
});

describe.concurrent('signals that nobody can use', () => {
  const illFormed: readonly (readonly [string, unknown])[] = [
    ['operationCompleted', undefined],
    ['operationCompleted', null],
    ['operationCompleted', 'completed'],
    ['operationCompleted', []],
    ['operationCompleted', { callId: null }],
    ['operationFailed', { resultInfo: { code: 'many' } }],
    ['operationFailed', {}],
    ['rosterUpdated', { participants: 'everyone' }],
    ['rosterUpdated', { participants: [null] }],
    ['rosterUpdated', { participants: [{ key: 7, inLobby: false, removed: false }] }],
    ['rosterUpdated', { participants: [{ key: 'k', inLobby: 'no', removed: false }] }],
    ['callTerminated', { resultInfo: 5 }],
  ];

  test('are dropped, and fail neither the run nor a workflow task', async () => {
    const request = inviteAda();
    const invite = await invites.start(request);
    await invite.inPhase('awaitingOutcome');
    for (const [name, fact] of illFormed) {
      const isObject = typeof fact === 'object' && fact !== null && !Array.isArray(fact);
      await invite.handle.signal(name, isObject ? { callId: request.callId, ...fact } : fact);
    }
    await expectNothingHappened(invite);
    expect(await join(invite)).toMatchObject({ outcome: 'joined' });
  });

  test.each(['nobodyKnows', 'constructor', '__proto__', 'hasOwnProperty'])(
    'are dropped: one of the name %s',
    async (name) => {
      const early = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
      await early.tell(name);
      await early.inPhase('awaitingOutcome');
      await early.tell(name);
      await expectNothingHappened(early);
      expect(await join(early)).toMatchObject({ outcome: 'joined' });
    },
  );
});

describe.concurrent('an invite that was started by name only', () => {
  test('is found by the same search attributes in the end', async () => {
    const request = inviteAda({ tenantId: tenant });
    const invite = await invites.start(request);
    await join(invite);
    const { typedSearchAttributes } = await invite.handle.describe();
    const found = searchAttributeKeys.map((key) => typedSearchAttributes.get(key));
    expect(found).toEqual([request.callId, 'add', tenant, 'joined']);
  });
});

describe.concurrent('payloads that nobody can read', () => {
  test('row 53: are dropped as signals', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    const { client } = invites.server();
    for (const payload of unreadablePayloads) {
      await client.workflowService.signalWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId: invite.handle.workflowId },
        signalName: 'operationCompleted',
        input: { payloads: [payload] },
      });
    }
    await expectNothingHappened(invite);
    expect(await join(invite)).toMatchObject({ outcome: 'joined' });
  });
});

describe.concurrent('facts, however many and early', () => {
  test('have one effect when each comes ten times', async () => {
    const invite = await invites.start(inviteAda());
    const participants = [inRoster(ada), inRoster(grace)];
    for (let time = 0; time < 10; time += 1) {
      await invite.tell('operationCompleted', { operationId: 'op-2' }).catch(closed);
      if (time > 0) await invite.tell('rosterUpdated', { participants }).catch(closed);
    }
    expect(await invite.result()).toMatchObject({
      participants: [{ identity: { user: { id: ada } }, rosterConfirmed: true }],
    });
    expect(await invite.activities()).toEqual(['postInvite']);
  });

  test('are kept when they come before the first workflow task, and the POST is sent once', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.tell('operationCompleted');
    expect(await invite.result()).toMatchObject({ outcome: 'joined', operationId: 'op-1' });
    expect(await invite.activities()).toEqual(['postInvite']);
  });

  test('settle an invite also when the end of the call is told first of all', async () => {
    const invite = await invites.start(inviteAda(), {}, { startDelay: 1_000 });
    await invite.tell('callTerminated');
    expect(await join(invite)).toMatchObject({ outcome: 'joined' });
    expect(await invite.activities()).toEqual([]);
  });
});

function closed(error: Error) {
  expect(error.name).toBe('WorkflowNotFoundError');
}

describe.concurrent('a request that breaks the rules', () => {
  test('fails with every broken rule, and nothing is sent', async () => {
    const invite = await invites.start({ callId: 'a/b', participants: [], onUnknownOutcome: 'x' });
    const details = await failureDetails(invite);
    expect(details).toMatchObject({
      outcome: 'InvalidInviteRequest',
      joined: false,
      retryAdvice: 'never',
      inviteId: invite.inviteId,
    });
    expect(details.problems).toHaveLength(3);
    expect(await invite.activities()).toEqual([]);
    expect((await invite.handle.describe()).status.name).toBe('FAILED');
    expect(await invite.recordedOutcome()).toBe('InvalidInviteRequest');
    expect(await invite.status()).toMatchObject({ phase: 'done', outcome: 'InvalidInviteRequest' });
    await record('invalid-request', invite.handle);
  });

  test('fails also when it lists far too many people', async () => {
    const participants: unknown[] = Array(100_000).fill(0);
    const invite = await invites.start({ callId: randomUUID(), participants });
    expect((await failureDetails(invite)).problems).toHaveLength(1);
  });

  test.each([undefined, null, 'text', 7, [], [{}]])('fails when it is %j', async (request) => {
    const invite = await invites.start(request);
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InvalidInviteRequest' });
  });

  test.each([
    `call/${randomUUID()}`,
    `invite/${'x'.repeat(201)}`,
    'invite/',
    'invite/a b',
    'other',
  ])('fails under the workflow id %s', async (id) => {
    const workflowId = id === 'other' ? `other-${randomUUID()}` : id;
    const invite = await invites.start(inviteAda(), {}, { workflowId });
    expect(await failureDetails(invite)).toMatchObject({ outcome: 'InvalidInviteRequest' });
    expect(await invite.activities()).toEqual([]);
  });

  test('is not one with members that are unknown or null', async () => {
    const participant = {
      ...user(ada),
      replacesCallId: null,
      participantId: null,
      hidden: null,
      endpointType: 'default',
    };
    const invite = await invites.start({
      ...onOwnCall({ participants: [participant] }),
      tenantId: null,
      onUnknownOutcome: null,
      confirmRoster: null,
      newMember: { of: 'a later client' },
    });
    expect(await join(invite)).toMatchObject({ scenario: 'add' });
  });

  test('is none of the default deadlines', async () => {
    const invite = await invites.start(inviteAda({ deadlines: null }));
    const { postedAt, waitingUntil } = await invite.inPhase('awaitingOutcome');
    const waitMs = Date.parse(waitingUntil ?? '') - Date.parse(postedAt ?? '');
    expect(Math.abs(waitMs - 120_000)).toBeLessThan(1_000);
    await join(invite);
  });
});

describe.concurrent('what people can look at', () => {
  test('is the status in each phase and after the end, without a workflow task of its own', async () => {
    const request = inviteAda();
    const invite = await invites.start(request);
    expect(await invite.inPhase('awaitingOutcome')).toMatchObject({
      scenario: 'add',
      callId: request.callId,
      inviteId: invite.inviteId,
      operationId: 'op-1',
      waitingUntil: expect.any(String) as string,
    });
    await invite.tell('operationCompleted');
    expect(await invite.inPhase('awaitingRoster')).toMatchObject({
      confirmedBy: { completion: 'notification' },
      completedAt: expect.any(String) as string,
    });
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.result();
    const status = await invite.status();
    expect(status).toMatchObject({
      phase: 'done',
      outcome: 'joined',
      confirmedBy: { roster: 'notification' },
    });
    expect(status).not.toHaveProperty('waitingUntil');
  });

  test('is what the invite waits for, in words, without naming anybody', async () => {
    const participants = [{ identity: { user: { id: ada, displayName: 'Ada Example' } } }];
    const invite = await invites.start(onOwnCall({ participants }));
    await invite.inPhase('awaitingOutcome');
    const metadata = await invite.handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    expect(metadata.currentDetails).toContain('Ringing');
    expect(metadata.currentDetails).not.toContain('Ada Example');
    expect(metadata.currentDetails).not.toContain(ada);
    await join(invite);
    const events = await eventsOf(invite.handle);
    const named = events.filter(
      (event) =>
        event.timerStartedEventAttributes != null ||
        event.activityTaskScheduledEventAttributes != null,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.every((event) => event.userMetadata?.summary?.data != null)).toBe(true);
  });
});
