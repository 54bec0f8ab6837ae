import { connect, createServer, type Socket } from 'node:net';
import type { StackWebhooks } from './stack-webhooks.ts';
import type { Teardown } from './stack-teardown.ts';

/**
 * What stands before the webhooks of a deployment: one port, each new connection to the next replica that runs and did
 * not say lately that it is not ready. A connection stays where it is until either end closes it.
 * @returns the callback URI of all replicas together
 */
export async function startBalancer(
  replicas: readonly StackWebhooks[],
  teardown: Teardown,
): Promise<string> {
  const open = new Set<Socket>();
  const leaving = new Set<StackWebhooks>();
  const looking = setInterval(() => {
    for (const replica of replicas) void look(replica, leaving);
  }, 250);
  teardown.add(() => {
    clearInterval(looking);
  });
  let turn = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    const running = replicas.filter((replica) => replica.isRunning() && !leaving.has(replica));
    const chosen = running[turn % running.length];
    turn += 1;
    if (chosen === undefined) caller.resetAndDestroy();
    else for (const end of join(caller, chosen.fromGraph.port)) track(end, open);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teardown.add(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const end of open) end.destroy();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return `http://127.0.0.1:${address.port}/notifications`;
}

/**
 * As a load balancer does. No answer changes nothing: one that is ending closes this port too, before its process is gone,
 * and is not ready again because of it; one that is held up or cut off was not asked.
 */
async function look(replica: StackWebhooks, leaving: Set<StackWebhooks>): Promise<void> {
  if (!replica.isRunning()) return;
  const status = await fetch(`${replica.adminUrl}/readyz`).then(
    (answer) => answer.status,
    () => undefined,
  );
  if (status === 503) leaving.add(replica);
  if (status === 200) leaving.delete(replica);
}

function join(caller: Socket, port: number): readonly Socket[] {
  const callee = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const ways = [
    { from: caller, to: callee },
    { from: callee, to: caller },
  ];
  for (const { from, to } of ways) {
    from.pipe(to);
    // A reset is passed on as one; `resetAndDestroy` of what is still connecting would throw.
    from.on('error', () => (to.connecting ? to.destroy() : to.resetAndDestroy()));
  }
  return [caller, callee];
}

function track(end: Socket, open: Set<Socket>): void {
  open.add(end);
  end.once('close', () => open.delete(end));
}
