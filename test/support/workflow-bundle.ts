import {
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { workflowSources } from '../../worker/paths.ts';

/** The workflow code as the worker gets it, bundled once per test file. */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const logger = new DefaultLogger('WARN');
  return await bundleWorkflowCode({ ...workflowSources(), logger });
}
