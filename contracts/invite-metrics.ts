/**
 * What workflows count of invites, and every value that a label of it can have: closed lists, so that each process can
 * show them as 0 before the first of its kind. The histograms are named only.
 */
import { inviteFailureTypes } from './errors.ts';

type Labels = Readonly<Record<string, readonly string[]>>;

const failuresOfInvites = inviteFailureTypes.filter((type) => type !== 'InvalidInviteRequest');

export const inviteCounterNames = [
  'graph_invite_ended_total',
  'graph_invite_posts_total',
  'graph_invite_reconciliations_total',
  'graph_invite_evidence_total',
  'graph_invite_revokes_total',
  'graph_invite_facts_dropped',
] as const;
export type InviteCounter = (typeof inviteCounterNames)[number];

/** For each counter its label values: of each entry, all combinations. */
export const inviteCounters = {
  graph_invite_ended_total: [
    {
      outcome: ['joined', 'canceled', 'canceledUnconfirmed', ...failuresOfInvites],
      scenario: ['add', 'addSeveral', 'dialOut', 'replace', 'move'],
    },
    { outcome: ['InvalidInviteRequest'], scenario: ['none'] },
  ],
  graph_invite_posts_total: [
    {
      kind: ['first', 'again', 'repost'],
      result: [
        'accepted',
        'overtaken',
        'refused',
        'throttled',
        'unclear',
        'notSent',
        'callNotFound',
      ],
    },
  ],
  graph_invite_reconciliations_total: [
    {
      asked: ['roster'],
      brought: ['everyone', 'notEveryone', 'nobody', 'callEnded', 'unreadable'],
    },
    { asked: ['call', 'originalCall'], brought: ['ended', 'goesOn', 'unreadable'] },
    {
      asked: ['operation'],
      brought: ['running', 'completed', 'failed', 'unknown', 'unreadable'],
    },
  ],
  graph_invite_evidence_total: [
    {
      fact: ['completion', 'failure', 'callEnd'],
      source: ['notification', 'response', 'reconciliation'],
    },
    { fact: ['roster', 'teardown'], source: ['notification', 'reconciliation'] },
  ],
  graph_invite_revokes_total: [{ why: ['cancel', 'ringMs'], result: ['all', 'some', 'none'] }],
  graph_invite_facts_dropped: [
    { reason: ['illFormed', 'foreign', 'unknownSignal', 'contradicting'] },
  ],
} as const satisfies Readonly<Record<InviteCounter, readonly Labels[]>>;

export const inviteHistograms = [
  'graph_invite_phase_seconds',
  'graph_invite_life_seconds',
] as const;
export type InviteHistogram = (typeof inviteHistograms)[number];
