/** Writes the bundles that the worker loads, one of the two; `npm run` builds call it after tsc. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { encryptedWorkflowSources, workflowBundlePath, workflowSources } from './paths.ts';

const clear = await bundleWorkflowCode(workflowSources());
await writeFile(workflowBundlePath({ encrypted: false }), clear.code);
const encrypted = await bundleWorkflowCode(encryptedWorkflowSources());
await writeFile(workflowBundlePath({ encrypted: true }), encrypted.code);
