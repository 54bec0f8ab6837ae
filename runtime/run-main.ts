import closeWithGrace from 'close-with-grace';
import { ConfigurationError } from './configuration-error.ts';
import { createLogger, type Logger } from './logger.ts';
import { packageVersion } from './package-version.ts';
import { TemporalUnreachableError } from './temporal-unreachable-error.ts';

export interface Running {
  close(): Promise<void>;
  /** Settles when the process can do its work no longer although nobody asked it to stop. */
  readonly stopped?: Promise<void>;
}

export interface MainOptions {
  /** Such as `worker`; shown by --help, --version and in the log. */
  readonly name: string;
  /** What --help prints: purpose, and the environment variables. */
  readonly help: string;
  readonly start: () => Promise<Running>;
  /** How long closing may take before the process ends anyway, with status 1; default 30000. */
  readonly closeTimeoutMs?: number;
}

/**
 * The life of a server process. SIGTERM and SIGINT close it and end with status 0, a second signal ends it at once; what
 * a person can put right (configuration, no Temporal) goes to stderr as plain text with status 1; anything unhandled is
 * logged, closes the process and ends it with status 1.
 */
export function runMain(options: MainOptions): void {
  if (answeredArguments(options)) return;
  const logger = createLogger({ name: options.name, level: 'info' });
  const life: Life = { closing: false, failed: false };
  // Not before the handlers below are set: a signal may come while the process still starts.
  const started = Promise.resolve().then(() => options.start());
  const grace = closeWithGrace(
    {
      delay: options.closeTimeoutMs ?? 30_000,
      logger: { error: logError(logger) },
    },
    async ({ err }) => {
      life.closing = true;
      if (err) logger.fatal({ err }, 'unhandled error');
      const running = await started.catch(() => undefined);
      await running?.close();
      // A close of its own making would otherwise end with status 0.
      if (life.failed) process.exit(1);
    },
  );
  started.then(
    ({ stopped }) => {
      if (stopped) watch(stopped, life, grace.close, logger);
    },
    (error: unknown) => {
      if (!life.closing) fail(error, logger);
    },
  );
}

interface Life {
  closing: boolean;
  failed: boolean;
}

function answeredArguments({ name, help }: MainOptions): boolean {
  const [first] = process.argv.slice(2);
  if (first === undefined) return false;
  if (first === '--help' || first === '-h') process.stdout.write(`${help.trimEnd()}\n`);
  else if (first === '--version') process.stdout.write(`${name} ${packageVersion()}\n`);
  else {
    process.stderr.write(`${name} takes no argument ${first}; see ${name} --help\n`);
    process.exitCode = 2;
  }
  return true;
}

function watch(stopped: Promise<void>, life: Life, close: () => void, logger: Logger): void {
  const stop = (err: unknown) => {
    if (life.closing) return;
    life.failed = true;
    logger.fatal({ err }, 'stopped by itself');
    close();
  };
  stopped.then(stop, stop);
}

function fail(error: unknown, logger: Logger): void {
  if (error instanceof ConfigurationError || error instanceof TemporalUnreachableError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    logger.fatal({ err: error }, 'could not start');
  }
  process.exit(1);
}

function logError(logger: Logger) {
  return (message?: unknown) => {
    logger.error({ err: message }, typeof message === 'string' ? message : 'while closing');
  };
}
