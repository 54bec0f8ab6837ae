import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { isInviteId } from '../contracts/ids.ts';
import { isObject } from '../contracts/json-values.ts';
import { messages } from '../contracts/rules.ts';
import { InviteRequestSchema } from '../contracts/schemas/invite-request.ts';
import type { InviteRequest } from '../contracts/types.ts';
import { InvalidInviteRequestError } from './errors.ts';
import { withoutNulls } from './stored-form.ts';

/** An invite request, and the id under which it is made once however often it is started. */
export type StartInviteRequest = InviteRequest & {
  /** 1 to 200 of `[A-Za-z0-9._:-]`, without personal data; a UUID when absent. */
  readonly inviteId?: string | null | undefined;
};

export interface CheckedStart {
  readonly inviteId: string;
  /** Without null members: the form in which it is stored. */
  readonly request: InviteRequest;
}

/**
 * What `start` makes of its argument; for callers who want to know before they connect.
 * @throws InvalidInviteRequestError with every broken rule
 */
export function checkStartRequest(value: unknown): CheckedStart {
  const { inviteId: given, ...rest } = isObject(value) ? value : {};
  const inviteId = given ?? randomUUID();
  const parsed = InviteRequestSchema.safeParse(isObject(value) ? rest : value);
  const problems = [
    ...(isInviteId(inviteId) ? [] : [`inviteId: ${messages.inviteId}`]),
    ...(parsed.success ? [] : parsed.error.issues.flatMap(problemsOf)),
  ];
  if (parsed.success && isInviteId(inviteId)) {
    return { inviteId, request: InviteRequestSchema.parse(withoutNulls(parsed.data)) };
  }
  throw new InvalidInviteRequestError(problems);
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem([...issue.path, key], issue.message));
  }
  return [problem(issue.path, issue.message)];
}

function problem(path: readonly PropertyKey[], message: string): string {
  const member = path.reduce<string>((at, step) => {
    if (typeof step === 'number') return `${at}[${step}]`;
    return at === '' ? String(step) : `${at}.${String(step)}`;
  }, '');
  return member === '' ? message : `${member}: ${message}`;
}
