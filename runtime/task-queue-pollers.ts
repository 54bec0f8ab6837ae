import type { ConnectionLike } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } =
  proto.temporal.api.enums.v1.TaskQueueType;

interface TaskQueue {
  readonly connection: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Milliseconds for each of two questions. */
  readonly timeoutMs: number;
}

/** How many workers polled a task queue lately (the server forgets after five minutes), for each kind of task. */
export async function taskQueuePollers(
  queue: TaskQueue,
): Promise<{ readonly workflows: number; readonly activities: number }> {
  return {
    workflows: await pollersOf(queue, TASK_QUEUE_TYPE_WORKFLOW),
    activities: await pollersOf(queue, TASK_QUEUE_TYPE_ACTIVITY),
  };
}

async function pollersOf(
  { connection, namespace, taskQueue, timeoutMs }: TaskQueue,
  taskQueueType: temporal.api.enums.v1.TaskQueueType,
): Promise<number> {
  const { pollers } = await connection.withDeadline(Date.now() + timeoutMs, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType,
    }),
  );
  return new Set(pollers.map(({ identity }) => identity)).size;
}
