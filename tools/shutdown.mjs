import { describeError } from './explained.mjs';

/** @typedef {(signal: string) => Promise<void> | void} Ending */

/** @type {Ending[]} */
const endings = [];
let closing = false;
/** @type {number | undefined} */
let codeAtInterrupt;

/**
 * Adds something to end when this command is interrupted; the newest ends first.
 * @param {Ending} ending
 * @returns {() => void} takes it off again
 */
export function atShutdown(ending) {
  endings.push(ending);
  return () => {
    const index = endings.indexOf(ending);
    if (index >= 0) endings.splice(index, 1);
  };
}

/**
 * From now on an interruption is the ordinary end, with this exit code.
 * @param {number} code
 */
export function endsByInterrupt(code) {
  codeAtInterrupt = code;
}

/** True once the command is being interrupted: its exit code is then decided here. */
export function isClosing() {
  return closing;
}

/**
 * Ends everything in order on Ctrl-C, SIGTERM, SIGHUP or an uncaught error. A second signal does
 * not wait any longer; what is still running then is ended by the orphan guard.
 * Only for the process that a person started: never called where this module is merely imported.
 * @param {(line: string) => void} log
 */
export function handleInterrupts(log) {
  const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
  for (const [signal, code] of Object.entries(codes)) {
    process.on(signal, () => {
      if (closing) process.exit(code);
      void endAll(signal, codeAtInterrupt ?? code, log);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      log(describeError(error));
      if (!closing) void endAll('SIGTERM', 1, log);
    });
  }
}

/** @param {string} signal @param {number} code @param {(line: string) => void} log */
async function endAll(signal, code, log) {
  closing = true;
  if (endings.length > 0) log('Stopping ...');
  for (const ending of [...endings].reverse()) {
    try {
      await ending(signal);
    } catch (error) {
      log(describeError(error));
    }
  }
  process.exit(code);
}
