import { join } from 'node:path';
import { openList, openRun } from './pages.mjs';
import { SCENES } from './scenes.mjs';

/**
 * @typedef {import('../../contracts/list-views.ts').ListView} ListView
 * @typedef {object} Gallery
 * @property {import('playwright-core').Page} page
 * @property {string} uiUrl
 * @property {string} namespace
 * @property {string} folder
 * @property {readonly ListView[]} listViews
 * @property {(view: ListView, namespace: string) => string} listViewPath
 */

/** The list as docs/temporal-ui.md shows it: every outcome among those that were asked for here. */
const EVERYTHING = {
  name: 'Invites',
  query: "WorkflowType = 'inviteParticipants'",
  shows: 'All invites',
};

/** Runs of the demo's scenarios, by the name of their picture. */
const OF_THE_DEMO = {
  joined: "GraphInviteOutcome = 'joined' AND GraphInviteScenario = 'replace'",
  InviteDeclined: "GraphInviteOutcome = 'InviteDeclined'",
  InviteFailed: "GraphInviteOutcome = 'InviteFailed'",
  register: "WorkflowType = 'callRegistry' AND ExecutionStatus = 'Running'",
};

/** Those that docs/temporal-ui.md shows. */
export const PUBLISHED = [
  'list-invites',
  'running-ringing',
  'joined-timeline',
  'failure',
  'register',
];

/**
 * Takes every picture, in a file each.
 * @param {Gallery} gallery
 * @returns {Promise<string[]>} the files
 */
export async function takePictures(gallery) {
  const { page, uiUrl, namespace, listViews, listViewPath } = gallery;
  /** @type {string[]} */
  const files = [];
  /** @param {string} name */
  const take = async (name) => {
    const path = join(gallery.folder, `${name}.png`);
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    await page.screenshot({ path, animations: 'disabled' });
    files.push(path);
  };
  /** @param {string} workflowId */
  const urlOf = (workflowId) =>
    `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;

  for (const view of [EVERYTHING, ...listViews.filter(({ name }) => name === 'Ended unclear')]) {
    await openList(page, { uiUrl, path: listViewPath(view, namespace), text: 'invite/' });
    await take(`list-${view.name.toLowerCase().replaceAll(' ', '-')}`);
  }
  for (const { id, outcome } of SCENES) {
    const what = outcome === 'running' ? `running-${id}` : outcome;
    await openRun(page, { url: urlOf(`invite/${id}`), tab: 'user-metadata' });
    await take(what);
  }
  for (const [what, query] of Object.entries(OF_THE_DEMO)) {
    await openRun(page, { url: urlOf(await firstOf(gallery, query)), tab: 'user-metadata' });
    await take(what);
  }
  await openRun(page, { url: urlOf('invite/busy'), tab: 'timeline' });
  await take('failure');
  const joined = await firstOf(gallery, OF_THE_DEMO.joined);
  await openRun(page, { url: urlOf(joined), tab: 'timeline' });
  await take('joined-timeline');
  return files;
}

/** @param {Gallery} gallery @param {string} query @returns {Promise<string>} a workflow id */
async function firstOf({ uiUrl, namespace }, query) {
  const path = `/api/v1/namespaces/${namespace}/workflows?query=${encodeURIComponent(query)}`;
  const { executions } = await (await fetch(`${uiUrl}${path}`)).json();
  return executions[0].execution.workflowId;
}
