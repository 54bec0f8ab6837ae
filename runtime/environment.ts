import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { insecureUrlProblem } from './secure-url.ts';

/** The shape of `process.env`, which only `config.ts` files read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment with one schema; an empty string counts as unset, as compose files and charts write it.
 * @throws ConfigurationError naming every variable that is wrong, all together; values are never repeated
 */
export function readEnvironment<T>(schema: z.ZodType<T>, env: Environment): T {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map((issue) => problemOf(issue, set)));
}

/** 0 (any free port) to 65535. */
export function port() {
  return wholeNumber({ min: 0, max: 65_535 });
}

export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** Only `true` and `false`: with looser rules, `ALLOW_…=no` could mean yes. */
export function booleanText() {
  return z
    .enum(['true', 'false'], 'must be "true" or "false"')
    .transform((text) => text === 'true');
}

/** Comma-separated; blanks around an item and empty items are dropped. */
export function commaList() {
  return z.string().transform((text): readonly string[] =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
}

/** An absolute URL that secrets may be sent to; see `insecureUrlProblem` for the rule. */
export function secureUrl(options: { readonly allowInsecureLoopback: boolean }) {
  return z.string().superRefine((text, context) => {
    const problem = insecureUrlProblem(text, options);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
}

/** Whether `ALLOW_INSECURE_LOOPBACK` is on, for a schema whose `secureUrl` depends on it. */
export function allowsInsecureLoopback(env: Environment): boolean {
  return env['ALLOW_INSECURE_LOOPBACK'] === 'true';
}

function problemOf(issue: z.core.$ZodIssue, set: Environment): string {
  const variable = issue.path[0];
  if (variable === undefined) return issue.message;
  const name = String(variable);
  return issue.code === 'invalid_type' && set[name] === undefined
    ? `${name} is required`
    : `${name} ${issue.message}`;
}
