import { fileURLToPath } from 'node:url';

/** What the workflow bundle is made of: modules beside this room, in the sources and in the build. */
export function workflowSources(): { workflowsPath: string; payloadConverterPath: string } {
  return {
    workflowsPath: workflowModule('index'),
    payloadConverterPath: workflowModule('payload-converter'),
  };
}

/** The same for encrypted payloads: inside the isolate, too, messages of failures go into a payload. */
export function encryptedWorkflowSources() {
  return { ...workflowSources(), failureConverterPath: failureConverterPath() };
}

/** For worker and bundle where payloads are encrypted. */
export function failureConverterPath(): string {
  return fileURLToPath(new URL('../workflows/failure-converter.cjs', import.meta.url));
}

/** The prebuilt bundle; it must come from the very version of the SDK that loads it. */
export function workflowBundlePath({ encrypted }: { readonly encrypted: boolean }): string {
  const name = encrypted ? 'workflow-bundle-encrypted.js' : 'workflow-bundle.js';
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

function workflowModule(name: string): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`../workflows/${name}.${extension}`, import.meta.url));
}
