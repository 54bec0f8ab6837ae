import { fileURLToPath } from 'node:url';

/** The entry of the workflow code, beside this room in the sources and in the build. */
export function workflowsPath(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url));
}

/** The prebuilt bundle; it must come from the very version of the SDK that loads it. */
export function workflowBundlePath(): string {
  return fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
}
