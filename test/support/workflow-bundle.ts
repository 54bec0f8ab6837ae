import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowsPath } from '../../worker/paths.ts';

/** The workflow code as the worker gets it, bundled once per test file. */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const quiet = {
    trace() {},
    debug() {},
    info() {},
    warn: console.warn,
    error: console.error,
    log() {},
  };
  return await bundleWorkflowCode({ workflowsPath: workflowsPath(), logger: quiet });
}
