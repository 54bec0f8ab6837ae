/** The simulator's ledger by hand: one invite of Ada into one call, times in milliseconds after its start. */
import type { LedgerEntry, LedgerFact } from '../../../simulator/index.ts';

export const inviteId = 'invite-1';
export const callId = 'a1a1a1a1-0000-4000-8000-000000000001';
export const originalCallId = 'b2b2b2b2-0000-4000-8000-000000000002';
export const operationId = 'c3c3c3c3-0000-4000-8000-000000000003';
export const participantId = 'd4d4d4d4-0000-4000-8000-000000000004';
export const ada = '6b1d9a3e-58a4-4a51-9d0f-0c5f3a1b7e11';
export const adaKey = ada.replaceAll('-', '');
export const deadlines = {
  operationMs: 2_000,
  rosterMs: 1_000,
  teardownMs: 1_000,
  reconcileMs: 1_000,
  unknownMs: 1_000,
};

const start = Date.parse('2026-01-01T00:00:00.000Z');
export const at = (ms: number): number => start + ms;
export const iso = (ms: number): string => new Date(at(ms)).toISOString();

/** Facts of the simulator's ledger; several at one time keep their order. */
export function ledgerOf(...facts: readonly (readonly [number, LedgerFact])[]): LedgerEntry[] {
  return facts.map(([ms, fact], index) => ({ seq: index + 1, at: iso(ms), ...fact }));
}

const post = { postId: 'post-1', callId, clientContext: inviteId, fault: null };
const seat = { callId, operationId, clientContext: inviteId, participantId, person: `user:${ada}` };

export const facts = {
  callCreated: (id = callId): LedgerFact => ({ type: 'callCreated', callId: id, kind: 'group' }),
  callEnded: (id = callId): LedgerFact => ({
    type: 'callEnded',
    callId: id,
    cause: 'control',
    fault: null,
    code: 200,
    subcode: 7000,
  }),
  postReceived: (executed = true): LedgerFact => ({
    type: 'postReceived',
    ...post,
    bodySha256: 'hash',
    executed,
    droppedParticipants: 0,
  }),
  postAnswered: (status: number | null): LedgerFact => ({
    type: 'postAnswered',
    ...post,
    status,
    retryAfter: null,
  }),
  rang: (more: Partial<typeof seat> = {}): LedgerFact => ({ type: 'rang', ...seat, ...more }),
  personJoined: (more: Partial<typeof seat> = {}): LedgerFact => ({
    type: 'personJoined',
    inLobby: false,
    ...seat,
    ...more,
  }),
  inLobby: (): LedgerFact => ({ type: 'personJoined', inLobby: true, ...seat }),
  operationEnded: (
    status: 'completed' | 'failed' | 'callEnded',
    code: number | null = null,
    subcode: number | null = null,
  ): LedgerFact => ({
    type: 'operationEnded',
    callId,
    operationId,
    clientContext: inviteId,
    status,
    code,
    subcode,
    announced: 'notification',
  }),
  delivered: (about: string, status: number | null, more: Partial<Delivered> = {}): LedgerFact => ({
    type: 'deliveryAttempted',
    deliveryId: `about ${about}`,
    callId,
    about,
    clientContext: inviteId,
    attempt: 1,
    status,
    error: status === null ? 'ECONNRESET' : null,
    fault: null,
    ...more,
  }),
  dropped: (about: string): LedgerFact => ({
    type: 'deliveryDropped',
    deliveryId: `about ${about}`,
    callId,
    about,
    clientContext: inviteId,
    fault: ['drop'],
  }),
  rosterRead: (inRoster: boolean, status = 200): LedgerFact => ({
    type: 'readAnswered',
    callId,
    what: 'roster',
    status,
    fault: null,
    people: inRoster ? [{ person: `user:${ada}`, inLobby: false }] : [],
  }),
  callRead: (status: number, id = callId): LedgerFact => ({
    type: 'readAnswered',
    callId: id,
    what: 'call',
    status,
    fault: null,
  }),
  revoked: (status: number, found: 'ringing' | 'inRoster' | 'nobody' = 'ringing'): LedgerFact => ({
    type: 'revoked',
    callId,
    participantId,
    found,
    status,
  }),
};

type Delivered = Extract<LedgerFact, { readonly type: 'deliveryAttempted' }>;

export const adaShown = { people: [{ person: `user:${ada}`, inLobby: false }] };
