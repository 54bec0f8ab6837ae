import { explained } from './explained.mjs';
import { poll } from './poll.mjs';

const READY_MS = 60_000;

/** @typedef {Pick<import('./background-process.mjs').BackgroundProcess, 'name' | 'exited' | 'logTail'>} Part */

/** Notices when a process of the stack ends without having been stopped. */
export function createWatch() {
  let stopping = false;
  /** @type {string | undefined} */
  let failure;
  /** @type {(description: string) => void} */
  let report = () => undefined;
  /** @type {Promise<string>} */
  const failed = new Promise((resolve) => {
    report = resolve;
  });
  return {
    /** The first such process, with the tail of its log; pending while all is well. */
    failed,
    /** @param {Part} part */
    over: (part) => {
      void part.exited.then(({ code, signal }) => {
        if (stopping) return;
        failure ??= describe(part, `ended by itself (${signal ?? `exit code ${code}`})`);
        report(failure);
      });
    },
    /** From the first stop on, an exit is no failure. @param {() => Promise<void>} stopPart */
    expected: (stopPart) => {
      stopping = true;
      return stopPart();
    },
    /** @param {Part} part @param {string} url answers 2xx once the process is ready */
    untilReady: async (part, url) => {
      const probe = async () => {
        if (failure !== undefined) throw explained(failure);
        if (stopping) throw explained(`The start of the ${part.name} process was interrupted.`);
        return (await answersOk(url)) ? true : undefined;
      };
      if (await poll(probe, { deadlineMs: READY_MS, everyMs: 100 })) return;
      throw explained(describe(part, `was not ready after ${READY_MS / 1000} s (${url})`));
    },
  };
}

/** @param {string} url */
async function answersOk(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** @param {Part} part @param {string} what */
function describe({ name, logTail }, what) {
  return `The ${name} process ${what}. The end of its log:\n${logTail() || '(empty)'}`;
}
