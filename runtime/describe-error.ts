import { redact } from './redact.ts';

const maxFrames = 30;

/**
 * Of an error what helps, without persons: pino's own serializer copies every member, and errors of HTTP and gRPC clients
 * carry requests, headers and tokens.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: redact(error.name),
    message: messageOf(error),
    ...(typeof code === 'number' && { code }),
    ...(typeof code === 'string' && { code: redact(code) }),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < 5 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The parser of JSON repeats a part of what it could not read. */
function messageOf(error: Error): string {
  return error instanceof SyntaxError ? '' : redact(error.message);
}

/** Where it was thrown. The message stands before the first frame, and may have lines that look like one. */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  const at = stack.indexOf(message);
  const frames = at < 0 ? stack : stack.slice(at + message.length);
  return frames
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, maxFrames)
    .map((line) => redact(line.trim()));
}
