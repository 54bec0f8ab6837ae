import {
  InviteFailureDetailsSchema,
  InviteResultSchema,
} from '../../../contracts/schemas/invite-result.ts';
import type { InviteFailureDetails } from '../../../contracts/types.ts';
import type { RunClose } from '../evidence.ts';

/** The result or the failure's details as the history holds them. */
export type Told = Omit<Partial<InviteFailureDetails>, 'outcome'>;

/** Undefined where a run has none, or one that nobody can read. */
export function toldBy(close: RunClose): Told | undefined {
  if (close.kind === 'completed') return InviteResultSchema.safeParse(close.result).data;
  return close.kind === 'failed'
    ? InviteFailureDetailsSchema.safeParse(close.details).data
    : undefined;
}
