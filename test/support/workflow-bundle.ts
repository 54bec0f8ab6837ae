import {
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { encryptedWorkflowSources, workflowSources } from '../../worker/paths.ts';

/** The workflow code as the worker gets it, bundled once per test file. */
export async function bundleWorkflows({
  encrypted = false,
} = {}): Promise<WorkflowBundleWithSourceMap> {
  const logger = new DefaultLogger('WARN');
  const sources = encrypted ? encryptedWorkflowSources() : workflowSources();
  return await bundleWorkflowCode({ ...sources, logger });
}
