import { fork } from 'node:child_process';
import { z } from 'zod';

/** A process of the benchmark that answers questions. It ends when this one does. */
export interface Child {
  /** Rejects when the process says that it failed, or ends before it has answered. */
  ask(question: unknown): Promise<unknown>;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

const ReplySchema = z.object({
  number: z.number(),
  answer: z.unknown().optional(),
  error: z.string().optional(),
});

const stopMs = 15_000;

/** @param file JavaScript that calls `answerParent` */
export function startChild(file: string): Child {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const waiting = new Map<number, (reply: z.infer<typeof ReplySchema>) => void>();
  let asked = 0;
  child.on('message', (message) => {
    const reply = ReplySchema.parse(message);
    waiting.get(reply.number)?.(reply);
    waiting.delete(reply.number);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', resolve).once('exit', () => {
      resolve();
    });
  });
  void ended.then(() => {
    for (const [number, reply] of waiting) reply({ number, error: 'The process has ended.' });
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, ({ answer, error }) => {
          if (error === undefined) resolve(answer);
          else reject(new Error(error));
        });
        child.send({ number: asked, question }, (error) => {
          if (error) reject(error);
        });
      }),
    stop: async () => {
      const stuck = setTimeout(() => child.kill('SIGKILL'), stopMs);
      if (child.connected) child.disconnect();
      await ended;
      clearTimeout(stuck);
    },
  };
}
