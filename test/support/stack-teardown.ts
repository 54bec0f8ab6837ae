export interface Teardown {
  /** To be undone at the end, before everything that was added earlier; a promise is waited for. */
  add(undo: () => unknown): void;
  /**
   * Undoes everything, newest first; one that fails does not keep the others from being tried.
   * @throws AggregateError with whatever failed
   */
  run(): Promise<void>;
}

/** What was begun and has to end: the same list serves a start that fails half-way and the close of what started. */
export function createTeardown(): Teardown {
  const steps: (() => unknown)[] = [];
  return {
    add: (undo) => {
      steps.push(undo);
    },
    run: async () => {
      const failures: unknown[] = [];
      for (let undo = steps.pop(); undo !== undefined; undo = steps.pop()) {
        try {
          await undo();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended.');
    },
  };
}
