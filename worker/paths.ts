import { fileURLToPath } from 'node:url';

/** What the workflow bundle is made of: modules beside this room, in the sources and in the build. */
export function workflowSources(): { workflowsPath: string; payloadConverterPath: string } {
  return {
    workflowsPath: workflowModule('index'),
    payloadConverterPath: workflowModule('payload-converter'),
  };
}

/** The prebuilt bundle; it must come from the very version of the SDK that loads it. */
export function workflowBundlePath(): string {
  return fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
}

function workflowModule(name: string): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`../workflows/${name}.${extension}`, import.meta.url));
}
