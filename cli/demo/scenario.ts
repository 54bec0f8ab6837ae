import type { InviteRequest } from '../../client/index.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { SimulatorControl } from './simulator-control.ts';

/** What a scenario finds when its turn comes. */
export interface Stage {
  readonly inviteId: string;
  readonly simulator: SimulatorControl;
}

/** A scenario with its calls and scripts set up. */
export interface Scene {
  readonly request: InviteRequest;
  /** What happens beside the invite, from its start on. */
  readonly meanwhile?: () => Promise<void>;
  /** What must hold beyond the outcome, out of the simulator's ledger; each problem in words. */
  readonly check?: (evidence: Evidence) => readonly string[];
}

export interface Evidence {
  readonly ledger: readonly LedgerEntry[];
  /** When the client was told the end, in milliseconds since the epoch. */
  readonly endedAt: number;
}

export interface Scenario {
  readonly name: string;
  readonly expected: string;
  readonly people: number;
  setUp(stage: Stage): Promise<Scene>;
}

/** Short, so that a demo that goes wrong says so soon. */
export const demoDeadlines = {
  operationMs: 12_000,
  rosterMs: 8_000,
  teardownMs: 8_000,
  reconcileMs: 8_000,
  unknownMs: 4_000,
} as const;
