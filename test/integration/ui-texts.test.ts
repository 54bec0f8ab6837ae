/** What the Temporal UI gets to show, read as the UI reads it; in a browser: ui-browser.test.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callWorkflowId } from '../../contracts/ids.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { eventsOf, type HistoryEvent } from '../support/histories.ts';
import {
  showInvites,
  shownPhone,
  startIllFormed,
  type ShownInvite,
  type Situation,
} from '../support/shown-invites.ts';

const wanted = ['ringing', 'joined', 'failed', 'refused', 'unknown', 'notTakenBack'] as const;
let cloud: Cloud;
let shown: Readonly<Record<Situation, ShownInvite>>;

beforeAll(async () => {
  cloud = await startCloud();
  shown = await showInvites(cloud, wanted);
});
afterAll(async () => {
  await shown.ringing.handle.cancel();
  await shown.ringing.handle.result().catch(() => undefined);
  await cloud.close();
});

/** As the tab User Metadata asks for them; of an ended run a worker replays it for the answer. */
async function currentDetails(workflowId: string): Promise<string> {
  const run = cloud.client.workflow.getHandle(workflowId);
  const metadata = await run.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

const detailsOf = (situation: Situation) => currentDetails(shown[situation].handle.workflowId);

test('a ringing invite says since when, until when, and how to take it back', async () => {
  const details = await detailsOf('ringing');
  expect(details).toMatch(/^\*\*Ringing; Graph will report how it ended\*\*/);
  expect(details).toMatch(/- Until: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  expect(details).toMatch(/- POST: accepted, sent at \d{4}-/);
  expect(details).toContain('- Roster: 0 of 1 seen in the call');
  expect(details).toContain('Request Cancellation, not Terminate');
});

test('an invite that ended well says who confirmed what', async () => {
  const details = await detailsOf('joined');
  expect(details).toMatch(/^\*\*joined: /);
  expect(details).toMatch(/- Operation: completed at .* UTC, by notification/);
  expect(details).toContain('- Roster: 1 of 1 seen in the call, by notification');
  expect(details).toContain('- To do: nothing');
});

test('an invite that did not end well says why, and what to do', async () => {
  expect(await detailsOf('failed')).toMatch(/InviteBusy: the line was busy.*486#560486.*later/s);
  expect(await detailsOf('refused')).toMatch(/InviteRejected:.*Graph answered 403 Forbidden/s);
  expect(await detailsOf('unknown')).toMatch(/InviteOutcomeUnknown:.*look into the call/s);
  const canceled = await detailsOf('notTakenBack');
  expect(canceled).toMatch(/canceledUnconfirmed:.*Cancel: requested.*look into the call/s);
});

test('a request that breaks a rule is answered with the rules', async () => {
  const details = await currentDetails(await startIllFormed(cloud));
  expect(details).toMatch(/^\*\*InvalidInviteRequest: .*nothing was sent/);
  expect(details).toMatch(/- callId: .*\n- participants: /);
});

test('a failure says in words what happened, and has no stack before its type', async () => {
  const events = await eventsOf(cloud.client.workflow.getHandle(shown.failed.handle.workflowId));
  const failure = events.at(-1)?.workflowExecutionFailedEventAttributes?.failure;
  expect(failure?.message).toBe("The line was busy: Graph's operation ended with 486#560486.");
  expect(failure?.applicationFailureInfo?.type).toBe('InviteBusy');
  expect(failure?.stackTrace).toBeFalsy();
});

test('an invite is introduced by its start, with links to its call', async () => {
  const { handle, callId } = shown.joined;
  const run = await cloud.client.workflow.getHandle(handle.workflowId).describe();
  expect(await run.staticSummary()).toBe(`Dial 1 phone into call ${callId}`);
  const details = await run.staticDetails();
  expect(details).toContain(encodeURIComponent(callWorkflowId(callId)));
  expect(details).toContain(encodeURIComponent(`GraphCallId='${callId}'`).replaceAll("'", '%27'));
});

test('a register tells, without a worker, who waits until when and that sleeping is normal', async () => {
  const { handle, callId } = shown.ringing;
  const register = await cloud.client.workflow.getHandle(callWorkflowId(callId)).describe();
  expect(await register.staticSummary()).toContain('running is normal');
  const details = (await register.staticDetails()) ?? '';
  expect(details).toContain(`[${handle.workflowId}]`);
  expect(details).toMatch(/until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC at the latest/);
  expect(details).toContain('Do not terminate it');
});

test('timers and activities carry words, and nothing that is shown names the person', async () => {
  const events = await eventsOf(cloud.client.workflow.getHandle(shown.joined.handle.workflowId));
  expect(events.flatMap(summaryOf)).toEqual(
    expect.arrayContaining(['1 person', 'deadline: the operation has ended (operationMs)']),
  );
  const run = await cloud.client.workflow.getHandle(shown.joined.handle.workflowId).describe();
  const register = await cloud.client.workflow
    .getHandle(callWorkflowId(shown.joined.callId))
    .describe();
  const texts = [
    ...events.flatMap(summaryOf),
    ...(await Promise.all(wanted.map(detailsOf))),
    ...(await Promise.all([run, register].map((one) => one.staticSummary()))),
    ...(await Promise.all([run, register].map((one) => one.staticDetails()))),
  ].join('\n');
  expect(texts).not.toContain(shownPhone.slice(1));
  expect(texts).not.toContain('Ada');
});

function summaryOf({ userMetadata }: HistoryEvent): string[] {
  const data = userMetadata?.summary?.data;
  return data == null ? [] : [JSON.parse(Buffer.from(data).toString('utf8')) as string];
}
