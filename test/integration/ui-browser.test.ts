/** What a person sees of invites in the Temporal UI, in a real browser; skipped, and said so, where there is none. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { callWorkflowId } from '../../contracts/ids.ts';
import { listColumns, listViewPath, listViews } from '../../contracts/list-views.ts';
import { openBrowser } from '../../tools/screenshots/browser.mjs';
import { findBrowser } from '../../tools/screenshots/find-browser.mjs';
import { metadata, openList, openRun } from '../../tools/screenshots/pages.mjs';
import { startCloud, type Cloud } from '../support/cloud.ts';
import { showInvites, type ShownInvite } from '../support/shown-invites.ts';
import { until } from '../support/until.ts';

const namespace = inject('temporalNamespace');
const uiUrl = inject('temporalUiUrl');
const found = findBrowser(process.env);
const whyNot =
  uiUrl === null
    ? 'the Temporal UI of this server is not known; set TEMPORAL_UI_URL'
    : 'reason' in found
      ? found.reason
      : undefined;

let cloud: Cloud;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let shown: Readonly<Record<'ringing' | 'joined' | 'failed', ShownInvite>>;

beforeAll(async () => {
  if (whyNot !== undefined || 'reason' in found) return;
  cloud = await startCloud();
  shown = await showInvites(cloud, ['ringing', 'joined', 'failed']);
  browser = await openBrowser({ executablePath: found.path, namespace, columns: listColumns });
});
beforeEach((context) => {
  if (whyNot !== undefined) context.skip(whyNot);
});
afterAll(async () => {
  if (whyNot !== undefined) {
    process.stderr.write(`The Temporal UI was not looked at: ${whyNot}\n`);
    return;
  }
  await shown.ringing.handle.cancel();
  await shown.ringing.handle.result().catch(() => undefined);
  await browser.close();
  await cloud.close();
});

const urlOf = (workflowId: string) =>
  `${uiUrl ?? ''}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;

/** The text of an element once it holds this. */
async function seen(element: Locator, text: string): Promise<string> {
  return await until(async () => {
    const now = await element.innerText();
    return now.includes(text) && now;
  }, `the text "${text}"`);
}

test('the list shows the outcome in a column of its own (needs Chromium)', async () => {
  const { callId, handle } = shown.failed;
  const view = listViews.find(({ name }) => name === 'One call');
  const query = view?.query.replace('CALL_ID', callId) ?? '';
  const path = listViewPath({ name: 'One call', query, shows: '' }, namespace);
  const row = browser.page.getByRole('row').filter({ hasText: handle.workflowId });
  // Visibility lags behind, and the list does not refresh by itself.
  const text = await until(async () => {
    await openList(browser.page, { uiUrl: uiUrl ?? '', path, text: handle.workflowId });
    const now = await row.innerText();
    return now.includes('Failed') && now;
  }, 'the row of a failed invite');
  for (const cell of ['Failed', 'InviteBusy', 'dialOut', callId]) expect(text).toContain(cell);
  expect(await browser.page.getByRole('row').first().innerText()).toContain('GraphInviteOutcome');
});

test('a running invite shows what is awaited, until when, and what to do (needs Chromium)', async () => {
  const { page } = browser;
  await openRun(page, { url: urlOf(shown.ringing.handle.workflowId), tab: 'user-metadata' });
  const details = await seen(metadata(page, 'current-details'), 'Ringing');
  for (const line of ['Until: ', 'POST: accepted', 'Roster: 0 of 1', 'To do: nothing']) {
    expect(details).toContain(line);
  }
  await seen(metadata(page, 'summary'), `Dial 1 phone into call ${shown.ringing.callId}`);
  await seen(metadata(page, 'details'), 'To stop it: Request Cancellation');
  expect(await page.getByRole('button', { name: 'Request Cancellation' }).isVisible()).toBe(true);
});

test('an ended invite still shows its current details (needs Chromium)', async () => {
  const { page } = browser;
  await openRun(page, { url: urlOf(shown.joined.handle.workflowId), tab: 'user-metadata' });
  const details = await seen(metadata(page, 'current-details'), 'joined:');
  expect(details).toContain('Roster: 1 of 1 seen in the call, by notification');
});

test('a failed invite shows its message and type without scrolling, and a timeline of words (needs Chromium)', async () => {
  const { page } = browser;
  await openRun(page, { url: urlOf(shown.failed.handle.workflowId), tab: 'timeline' });
  const body = await seen(page.locator('body'), 'InviteBusy');
  expect(body).toContain("The line was busy: Graph's operation ended");
  for (const word of ['operationFailed', 'postInvite • 1 person', 'deadline: the operation has']) {
    await seen(page.locator('body'), word);
  }
});

test('a register shows for whom it is there, and that running is normal (needs Chromium)', async () => {
  const { page } = browser;
  const { callId, handle } = shown.ringing;
  await openRun(page, { url: urlOf(callWorkflowId(callId)), tab: 'user-metadata' });
  await seen(metadata(page, 'summary'), 'running is normal');
  const details = await seen(metadata(page, 'details'), 'Nothing to do');
  expect(details).toContain(handle.workflowId);
  await seen(metadata(page, 'current-details'), 'No Current Details');
});
