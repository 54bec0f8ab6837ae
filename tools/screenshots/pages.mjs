/** Where things stand in the Temporal UI; seen in UI 2.50. */

const READY_MS = 20_000;

/** @typedef {import('playwright-core').Page} Page */

/**
 * Opens the list with a query and waits until it shows this text.
 * @param {Page} page
 * @param {{ uiUrl: string, path: string, text: string }} options `path` may have a query string
 */
export async function openList(page, { uiUrl, path, text }) {
  await page.goto(`${uiUrl}${path}`);
  await page.getByText(text).first().waitFor({ timeout: READY_MS });
}

/**
 * Opens one tab of the latest run of a workflow and waits until it shows what it has.
 * @param {Page} page
 * @param {{ url: string, tab: 'timeline' | 'user-metadata' }} options `url` of the run's page, as
 *   in the links of the command line
 */
export async function openRun(page, { url, tab }) {
  await page.goto(url);
  await page.locator(`#${tab}-tab`).click({ timeout: READY_MS });
  const shown =
    tab === 'timeline'
      ? page.getByText('Timeline').nth(1)
      : metadata(page, 'current-details').locator('p').first();
  await shown.waitFor({ timeout: READY_MS });
}

/**
 * What the tab User Metadata shows: Markdown, in a frame each.
 * @param {Page} page
 * @param {'summary' | 'details' | 'current-details'} part
 * @returns {import('playwright-core').Locator}
 */
export function metadata(page, part) {
  return page.frameLocator(`#user-metadata-${part}`).locator('body');
}
