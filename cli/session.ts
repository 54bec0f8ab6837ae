import { createInviteClient, type InviteClient } from '../client/index.ts';
import { connectTemporal, type TemporalConnection } from '../runtime/temporal-connection.ts';
import { readCliConfig } from './config.ts';
import type { Io } from './io.ts';
import { runLink } from './run-link.ts';

export interface Session {
  readonly invites: InviteClient;
  readonly temporal: TemporalConnection;
  readonly link: (workflowId: string) => string | null;
}

/** Whoever waits at a terminal is told within some seconds that nobody answers. */
const connectTimeoutMs = 4_000;

/** Connects for the time of one command. */
export async function withSession<T>(io: Io, use: (session: Session) => Promise<T>): Promise<T> {
  const { taskQueue, uiUrl } = readCliConfig(io.env);
  const temporal = await connectTemporal({ env: io.env, connectTimeoutMs });
  try {
    return await use({
      invites: createInviteClient({ client: temporal.client, taskQueue }),
      temporal,
      link: (workflowId) => runLink({ uiUrl, namespace: temporal.namespace, workflowId }),
    });
  } finally {
    await temporal.close();
  }
}
