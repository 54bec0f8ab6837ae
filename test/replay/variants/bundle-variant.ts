import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { workflowSources } from '../../../worker/paths.ts';

export type Variant = 'patched' | 'deprecated' | 'unpatched';

/** The patches that `patched` and `deprecated` call. */
export const variantPatches = ['memo-at-the-beginning', 'timer-before-the-end'];

/** The workflow code with a change in its commands, as a worker gets it. */
export async function bundleVariant(variant: Variant): Promise<WorkflowBundleWithSourceMap> {
  return await bundleWorkflowCode({
    ...workflowSources(),
    workflowsPath: fileURLToPath(new URL(`./${variant}.ts`, import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
}
