export const BROWSER_FIX: string;

export function findBrowser(
  env: NodeJS.ProcessEnv,
): { readonly path: string } | { readonly reason: string };
