export { awaitCaller } from './caller-saw.ts';
export { describeViolations } from './describe-violations.ts';
export type {
  CallerSaw,
  DeliveryEntry,
  Evidence,
  HistoryText,
  InviteEvidence,
  InviteRun,
  ProcessEvidence,
  RegisterEvidence,
  RunActivity,
  RunClose,
  StoredSignal,
  Violation,
} from './evidence.ts';
export { gatherInvite, gatherRegister } from './gather-invite.ts';
export { describeSummary, summaryOf, type Summary } from './summary-of.ts';
export { unacknowledgedIn, type Unacknowledged } from './unacknowledged.ts';
export { violationsOf } from './violations-of.ts';
