/** Writes the bundle that the worker loads; `npm run` builds call it after tsc. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowBundlePath, workflowSources } from './paths.ts';

const { code } = await bundleWorkflowCode(workflowSources());
await writeFile(workflowBundlePath(), code);
