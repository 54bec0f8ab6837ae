/** Row 6: a POST that Temporal hands to a worker which stands still, and gives up before it goes on (ADR 0013). */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { normaliseId } from '../../contracts/ids.ts';
import { outcomeOf } from '../support/stack-invites.ts';
import { useStack } from '../support/stack-tests.ts';
import { until } from '../support/until.ts';

const { stack, several } = useStack();

/** Runs `handOverPost` on a worker of the test, to its end. */
async function handOver(count: number): Promise<readonly string[]> {
  const { temporal, client, taskQueue, simulator, callbackUri } = stack();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: temporal.address });
  const workflowsPath = fileURLToPath(
    new URL('../support/workflows/hand-over-post.ts', import.meta.url),
  );
  const ownQueue = `hand-over-${randomUUID()}`;
  const worker = await Worker.create({ connection, taskQueue: ownQueue, workflowsPath });
  const inviteIds = Array.from({ length: count }, () => randomUUID());
  const ends = worker.runUntil(
    Promise.allSettled(
      inviteIds.map((inviteId) => {
        const { callId } = simulator.createCall({ kind: 'group', callbackUri });
        const id = randomUUID();
        const person = { kind: 'user', id, key: normaliseId(id), hidden: false } as const;
        const input = { inviteId, callId, participants: [person], registerForMs: 60_000 };
        const workflowId = `hand-over/${inviteId}`;
        return client.workflow.execute('handOverPost', {
          ...{ workflowId, taskQueue: ownQueue, args: [taskQueue, input] },
        });
      }),
    ),
  );
  expect((await ends).map(({ status }) => status)).toEqual(inviteIds.map(() => 'rejected'));
  await connection.close();
  return inviteIds;
}

test('row 6: is not posted when the worker goes on, and the next ones are', async () => {
  const worker = stack().process('worker-1');
  worker.pause();
  const givenUp = await handOver(3);
  worker.resume();
  // Read from the poll that was open during the pause, before any other task.
  await until(
    () => givenUp.some((inviteId) => worker.output().includes(inviteId)),
    'the worker has ended a task that was given up',
  );
  const invites = await several(3);
  expect(await Promise.all(invites.map(outcomeOf))).toEqual(invites.map(() => 'joined'));
  const posted = stack()
    .simulator.ledger()
    .flatMap((entry) => (entry.type === 'postReceived' ? [entry.clientContext] : []));
  expect(posted.filter((inviteId) => givenUp.includes(inviteId ?? ''))).toEqual([]);
});
