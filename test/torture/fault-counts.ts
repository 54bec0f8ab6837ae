import type { LedgerEntry } from '../../simulator/index.ts';
import type { TorturePlan } from './plan.ts';

/** How the faults of readings are called where those of POSTs have similar names. */
const readingFaults: Readonly<Record<string, string>> = {
  serverError: 'readServerError',
  cut: 'readCut',
  slow: 'readSlow',
  throttled: 'readThrottled',
  empty: 'emptyRoster',
  stale: 'staleRoster',
};

/** The name of each fault that happened, once for each time: out of the ledger, and the calls with odd notifications. */
export function faultsIn(
  ledger: readonly LedgerEntry[],
  { calls }: Pick<TorturePlan, 'calls'>,
): readonly string[] {
  const oddCalls = calls.flatMap((call) =>
    call.calls.filter(({ oddities, variant }) => oddities !== undefined || variant !== undefined),
  );
  return [...ledger.flatMap(faultsOf), ...oddCalls.map(() => 'oddities')];
}

function faultsOf(entry: LedgerEntry): readonly string[] {
  switch (entry.type) {
    case 'postReceived':
      return partsOf(entry.fault);
    case 'readAnswered':
      return partsOf(entry.fault).map((name) => readingFaults[name] ?? name);
    case 'deliveryFaulted':
    case 'deliveryDropped':
      return entry.fault;
    default:
      return [];
  }
}

function partsOf(fault: string | null): readonly string[] {
  return fault === null ? [] : fault.split('+');
}
