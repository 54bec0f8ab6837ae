import { createInviteClient } from 'graph-invite-orchestrator/client';
import { startServer } from './start-server.ts';

const invites = createInviteClient({ taskQueue: process.env['INVITE_TASK_QUEUE'] });
const server = await startServer(invites, Number(process.env['PORT'] ?? 3000));
console.log(`Listening on ${server.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().then(() => invites.close());
  });
}
