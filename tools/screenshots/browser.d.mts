import type { Page } from 'playwright-core';

export function openBrowser(options: {
  readonly executablePath: string;
  readonly namespace: string;
  readonly columns: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
}): Promise<{ readonly page: Page; readonly close: () => Promise<void> }>;
