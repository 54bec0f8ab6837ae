import type { Locator, Page } from 'playwright-core';

export function openList(
  page: Page,
  options: { readonly uiUrl: string; readonly path: string; readonly text: string },
): Promise<void>;

export function openRun(
  page: Page,
  options: { readonly url: string; readonly tab: 'timeline' | 'user-metadata' },
): Promise<void>;

export function metadata(page: Page, part: 'summary' | 'details' | 'current-details'): Locator;
