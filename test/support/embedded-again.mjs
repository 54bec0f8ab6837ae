/** Starts everything while its admin port is taken, and again when it is free. */
import { createServer } from 'node:net';
import { startAllInOne } from 'graph-invite-orchestrator/all-in-one';

const squatter = createServer();
await new Promise((resolve) => {
  squatter.listen(Number(process.env.ADMIN_PORT), '127.0.0.1', resolve);
});
const first = await startAllInOne().then(
  () => 'started',
  ({ code }) => code,
);
await new Promise((resolve) => {
  squatter.close(resolve);
});
const second = await startAllInOne();
await Promise.all([second.close(), second.close()]);
process.stderr.write(`first ${first}, then started and closed twice\n`);
