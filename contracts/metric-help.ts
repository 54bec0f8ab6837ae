/**
 * One sentence for each metric of an invite. Apart from the labels, which workflow code does not need; whoever makes one of
 * these counters must give it this very text: with another one it would be a second metric of the same name.
 */
import type { InviteCounter, InviteHistogram } from './invite-metrics.ts';

export const metricHelp: Readonly<Record<InviteCounter | InviteHistogram, string>> = {
  graph_invite_ended_total: 'Invites by their end',
  graph_invite_posts_total: 'POSTs by what came of them',
  graph_invite_reconciliations_total: 'Questions to Graph by what they brought',
  graph_invite_evidence_total: 'Facts of ended invites by where they came from',
  graph_invite_revokes_total: 'Invites to be taken back',
  graph_invite_facts_dropped: 'Signals that moved no invite',
  graph_invite_phase_seconds: 'Time in a phase',
  graph_invite_life_seconds: 'From start to end',
};
