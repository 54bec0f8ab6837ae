import type { Evidence, InviteEvidence } from './evidence.ts';
import { isAcknowledged, viewsOf } from './invite-view.ts';
import { indexLedger, only, type EntryOf } from './ledger-index.ts';
import { unacknowledgedIn, type Unacknowledged } from './unacknowledged.ts';

type Counts = Readonly<Record<string, number>>;

/** What a run was made of, in numbers: whether it had the faults that it was to have. */
export interface Summary {
  readonly invites: number;
  /** As lists show them (`GraphInviteOutcome`); `none` has no terminal result. */
  readonly outcomes: Counts;
  readonly callersSaw: Counts;
  /** Runs beyond the first of each invite. */
  readonly continuedRuns: number;
  readonly posts: {
    readonly received: number;
    readonly executed: number;
    /** By status; `cut` got no answer. */
    readonly answered: Counts;
    /** How many invites had so many executed POSTs. */
    readonly executedPerInvite: Counts;
  };
  readonly operations: Counts;
  readonly reads: Counts;
  readonly revokes: Counts;
  readonly deliveries: {
    /** Attempts by status, or the error of the socket. */
    readonly attempts: Counts;
    /** Facts that were accepted, by what they were about. */
    readonly acceptedAbout: Counts;
    /** Deliveries accepted more than once. */
    readonly duplicated: number;
    readonly givenUp: number;
    /** Accepted after the invite that they name had ended. */
    readonly late: number;
  } & Unacknowledged;
  /** Workflow tasks that failed or timed out, by cause. */
  readonly taskFailures: Counts;
}

export function summaryOf(evidence: Evidence): Summary {
  const { entries } = indexLedger(evidence.ledger);
  const { invites } = evidence;
  const posts = only(entries, 'postReceived');
  return {
    invites: invites.length,
    outcomes: countedBy(viewsOf(evidence), ({ recordedOutcome, outcome }) =>
      outcome === null ? 'none' : (recordedOutcome ?? outcome),
    ),
    callersSaw: countedBy(invites, ({ callerSaw }) => callerSaw.kind),
    continuedRuns: invites.reduce((sum, { runs }) => sum + Math.max(runs.length - 1, 0), 0),
    posts: {
      received: posts.length,
      executed: posts.filter(({ executed }) => executed).length,
      answered: countedBy(only(entries, 'postAnswered'), statusOf),
      executedPerInvite: executedPerInvite(invites, posts),
    },
    operations: countedBy(only(entries, 'operationEnded'), ({ status }) => status),
    reads: countedBy(
      only(entries, 'readAnswered'),
      (read) => `${read.what} ${statusOf(read)}${read.fault === null ? '' : ` ${read.fault}`}`,
    ),
    revokes: countedBy(only(entries, 'revoked'), ({ found, status }) => `${found} ${status}`),
    deliveries: deliveriesIn(evidence),
    taskFailures: countedBy(
      invites.flatMap(({ runs }) => runs.flatMap(({ taskFailures }) => taskFailures)),
      ({ how, cause }) => `${how} ${cause}`,
    ),
  };
}

/** For a report: one line a member. */
export function describeSummary(summary: Summary): string {
  return Object.entries(summary)
    .map(([name, value]) => `${name}: ${JSON.stringify(value).replaceAll('"', '')}`)
    .join('\n');
}

function deliveriesIn({ ledger, invites }: Evidence): Summary['deliveries'] {
  const { entries } = indexLedger(ledger);
  const attempts = only(entries, 'deliveryAttempted');
  const accepted = attempts.filter(isAcknowledged);
  const times = Object.values(countedBy(accepted, ({ deliveryId }) => deliveryId));
  const closed = new Map(
    invites.map((one) => [one.inviteId, one.runs.at(-1)?.closedAt ?? Infinity]),
  );
  return {
    attempts: countedBy(attempts, ({ status, error }) => String(status ?? error ?? 'none')),
    acceptedAbout: countedBy(accepted, ({ about }) => about),
    duplicated: times.filter((count) => count > 1).length,
    givenUp: only(entries, 'deliveryGivenUp').length,
    late: accepted.filter(
      ({ clientContext, time }) => time > (closed.get(clientContext ?? '') ?? Infinity),
    ).length,
    ...unacknowledgedIn(ledger),
  };
}

function executedPerInvite(
  invites: readonly InviteEvidence[],
  posts: readonly EntryOf<'postReceived'>[],
): Counts {
  const executed = countedBy(
    posts.filter((post) => post.executed),
    ({ clientContext }) => clientContext ?? '',
  );
  return countedBy(invites, ({ inviteId }) => String(executed[inviteId] ?? 0));
}

function statusOf({ status }: { readonly status: number | null }): string {
  return String(status ?? 'cut');
}

function countedBy<T>(items: readonly T[], nameOf: (item: T) => string): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}
