export { awaitCaller } from './caller-saw.ts';
export { describeViolations } from './describe-violations.ts';
export type {
  CallerSaw,
  Evidence,
  HistoryText,
  InviteEvidence,
  InviteRun,
  ProcessEvidence,
  RunActivity,
  RunClose,
  StoredSignal,
} from './evidence.ts';
export { gatherInvite, gatherRegister } from './gather-invite.ts';
export { describeSummary, summaryOf } from './summary-of.ts';
export { unacknowledgedIn } from './unacknowledged.ts';
export { violationsOf } from './violations-of.ts';
