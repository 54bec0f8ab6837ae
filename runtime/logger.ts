import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { createShowFields } from './log-fields.ts';
import { redact } from './redact.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
/** Without `child`: what it binds would pass the list by. */
export type Logger = Pick<PinoLogger, Exclude<LogLevel, 'silent'>>;

/**
 * JSON lines on stdout, written synchronously so that the last line before an exit is not lost. Only members on the list
 * are shown (`createShowFields`): somebody who logs a whole request by mistake logs its name.
 */
export function createLogger(options: {
  /** Of the process, such as `worker`. */
  readonly name: string;
  readonly level: LogLevel;
  /** Names of members that may be shown beside the common ones. */
  readonly fields?: readonly string[];
  /** Instead of stdout. */
  readonly destination?: DestinationStream;
}): Logger {
  const show = createShowFields(['name', 'pid', 'hostname', ...(options.fields ?? [])]);
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: show,
        bindings: show,
      },
      // Described already; pino's own would take it for an error once more.
      serializers: { err: (described: unknown) => described },
      hooks: {
        // Of a message with values in it, too: what others wrote may stand in either.
        logMethod(args, method) {
          Reflect.apply(method, this, args.map(redactedText));
        },
      },
    },
    options.destination ?? stdout(),
  );
}

/**
 * A full disk or a closed pipe behind the log costs lines, never the process: without a listener the error would end it, and
 * without a limit the lines would be kept in memory.
 */
function stdout(): DestinationStream {
  const destination = pino.destination({ fd: 1, sync: true, maxLength: 1_000_000 });
  destination.on('error', () => undefined);
  return destination;
}

function redactedText(argument: unknown): unknown {
  return typeof argument === 'string' ? redact(argument) : argument;
}
