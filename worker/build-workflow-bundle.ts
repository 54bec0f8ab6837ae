/** Writes the bundles that the worker loads, one of the two; `npm run` builds call it after tsc. */
import { copyFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import {
  encryptedWorkflowSources,
  failureConverterPath,
  workflowBundlePath,
  workflowSources,
} from './paths.ts';

// tsc leaves plain JavaScript where it is. This file runs in dist/worker/.
const failureConverter = new URL('../../workflows/failure-converter.cjs', import.meta.url);
await copyFile(fileURLToPath(failureConverter), failureConverterPath());

const clear = await bundleWorkflowCode(workflowSources());
await writeFile(workflowBundlePath({ encrypted: false }), clear.code);
const encrypted = await bundleWorkflowCode(encryptedWorkflowSources());
await writeFile(workflowBundlePath({ encrypted: true }), encrypted.code);
