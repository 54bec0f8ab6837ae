/** Writes the bundle that the worker loads; `npm run` builds call it after tsc. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowBundlePath, workflowsPath } from './paths.ts';

const { code } = await bundleWorkflowCode({ workflowsPath: workflowsPath() });
await writeFile(workflowBundlePath(), code);
