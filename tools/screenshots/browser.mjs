import { atShutdown } from '../shutdown.mjs';

/** Of the Temporal UI (2.50): which columns its list shows, kept in the browser's local storage. */
const COLUMNS_KEY = 'namespace-workflow-table-columns';

/**
 * A headless browser in which the UI's list has these columns and no side panels.
 * @param {{ executablePath: string, namespace: string, columns: readonly string[],
 *   size?: { width: number, height: number } }} options
 */
export async function openBrowser({ executablePath, namespace, columns, size }) {
  // A development dependency: there after the set-up only.
  const { chromium } = await import('playwright-core');
  // Chromium refuses to run its sandbox as root, as in most containers; the pages are our own.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  const close = () => browser.close();
  const forget = atShutdown(close);
  const viewport = size ?? { width: 1280, height: 1000 };
  const context = await browser.newContext({ viewport, timezoneId: 'UTC', locale: 'en-US' });
  await context.addInitScript(
    ([key, value]) => {
      globalThis.localStorage.setItem(key ?? '', value ?? '');
      globalThis.localStorage.setItem('savedQueryNavOpen', 'false');
      globalThis.localStorage.setItem('navOpen', 'false');
    },
    [COLUMNS_KEY, JSON.stringify({ [namespace]: columns.map((label) => ({ label })) })],
  );
  return {
    page: await context.newPage(),
    close: async () => {
      forget();
      await close();
    },
  };
}
