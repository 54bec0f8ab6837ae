/** vitest's global set-up: one Temporal server for the run, found as `npm test` finds it. No server is a failure. */
import { findTemporal } from '../../tools/temporal/find-server.mjs';
import { startDevServer } from '../../tools/temporal/dev-server.mjs';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    temporalAddress: string;
    temporalNamespace: string;
    temporalUiUrl: string | null;
    /** Null when the run was given a server's address. */
    temporalCliPath: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const found = await findTemporal({ env: process.env, log });
  const server =
    found.kind === 'address'
      ? {
          address: found.address,
          namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
          uiUrl: process.env['TEMPORAL_UI_URL'] ?? null,
          stop: () => Promise.resolve(),
        }
      : await startDevServer({ cliPath: found.cliPath, env: process.env, log });
  project.provide('temporalAddress', server.address);
  project.provide('temporalNamespace', server.namespace);
  project.provide('temporalUiUrl', server.uiUrl);
  project.provide('temporalCliPath', found.kind === 'cli' ? found.cliPath : null);
  return () => server.stop();
}
