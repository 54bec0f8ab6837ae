import { z } from 'zod';

const QuestionSchema = z.object({ number: z.number(), question: z.unknown() });

/** Answers what the benchmark asks this process, which ends as soon as the benchmark lets go of it or dies. */
export function answerParent(answer: (question: unknown) => Promise<unknown>): void {
  process.on('message', (message) => {
    const { number, question } = QuestionSchema.parse(message);
    answer(question).then(
      (result) => process.send?.({ number, answer: result }),
      (error: unknown) => process.send?.({ number, error: String(error) }),
    );
  });
  process.on('disconnect', () => {
    process.exit();
  });
  // A Ctrl-C reaches the whole group; the benchmark decides when its processes end.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}
