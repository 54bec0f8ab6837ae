import type { InviteRow } from '../../client/index.ts';
import { inviteFailureTypes } from '../../contracts/errors.ts';
import { callIdPattern } from '../../contracts/rules.ts';
import { UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { withSession } from '../session.ts';
import { table } from '../table.ts';

export interface ListFlags {
  readonly call?: string;
  readonly outcome?: string;
  readonly running?: boolean;
  readonly query?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** What `--outcome` takes. */
export const outcomes: readonly string[] = [
  'joined',
  'canceled',
  'canceledUnconfirmed',
  ...inviteFailureTypes,
];

/** Invites from visibility, in its order: the running ones, then those that ended last. */
export async function list(flags: ListFlags, io: Io): Promise<void> {
  const query = queryOf(flags);
  const limit = limitOf(flags.limit);
  const rows = await withSession(io, ({ invites }) =>
    invites.list({ limit, ...(query !== undefined && { query }) }),
  );
  if (flags.json) io.out(`${JSON.stringify(rows)}\n`);
  else io.out(rows.length === 0 ? 'No invites.\n' : table(header, rows.map(cells)));
}

/** Values go into a query in quotes, so only what can hold no quote is let through. */
export function queryOf({ call, outcome, running, query }: Omit<ListFlags, 'limit'>) {
  if (call !== undefined && !callIdPattern.test(call))
    throw new UsageError('--call is no call id.');
  if (outcome !== undefined && !outcomes.includes(outcome)) {
    throw new UsageError(`--outcome must be one of ${outcomes.join(', ')}.`);
  }
  const conditions = [
    ...(call === undefined ? [] : [`GraphCallId = '${call}'`]),
    ...(outcome === undefined ? [] : [`GraphInviteOutcome = '${outcome}'`]),
    ...(running ? [`ExecutionStatus = 'Running'`] : []),
    ...(query === undefined ? [] : [`(${query})`]),
  ];
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}

function limitOf(typed: string): number {
  const limit = Number(typed);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new UsageError('--limit must be a whole number from 1 to 10000.');
}

const header = ['INVITE', 'CALL', 'SCENARIO', 'STATUS', 'OUTCOME', 'STARTED', 'CLOSED'];

function cells(row: InviteRow): readonly string[] {
  return [
    row.inviteId,
    row.callId ?? '',
    row.scenario ?? '',
    row.status,
    row.outcome ?? '',
    row.startTime,
    row.closeTime ?? '',
  ];
}
