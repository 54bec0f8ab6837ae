import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { createShowFields, redact } from './log-fields.ts';

export type { Logger } from 'pino';
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

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
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: createShowFields(options.fields ?? []),
      },
      serializers: { err: describeError },
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

/**
 * pino's own serializer copies every member of an error, and errors of HTTP and gRPC clients carry requests, headers
 * and tokens: so only these few.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: messageOf(error),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < 5 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The parser of JSON repeats a part of what it could not read. */
function messageOf(error: Error): string {
  return error instanceof SyntaxError ? '' : redact(error.message);
}

/** Where it was thrown; the words before the first frame are the message once more. */
function framesOf({ stack = '' }: Error): readonly string[] {
  return stack.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
}
