import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowSources } from '../../worker/paths.ts';
import type { Settings } from './engine-protocol.ts';

/** Writes the workflow bundles of both products into a folder; their files. */
export async function buildBundles(
  folder: string,
): Promise<Readonly<Record<Settings['product'], string>>> {
  const logger = new DefaultLogger('WARN');
  const workflowsPath = fileURLToPath(new URL('./naive/workflow.ts', import.meta.url));
  const write = async (name: string, sources: { workflowsPath: string }) => {
    const file = join(folder, `${name}.cjs`);
    writeFileSync(file, (await bundleWorkflowCode({ ...sources, logger })).code);
    return file;
  };
  return {
    naive: await write('naive', { workflowsPath }),
    ours: await write('ours', workflowSources()),
  };
}
