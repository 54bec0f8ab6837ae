import type { Oddities, Oddity } from '../../../simulator/oddities.ts';
import type { Person, RosterEntry } from '../../../simulator/person.ts';
import { odditiesOf } from '../../../simulator/variants.ts';

export const callId = 'ca11ca11-1111-4222-8333-444455556666';
export const operationId = '09e8a710-1111-4222-8333-444455556666';
export const strangeId = '57a26e00-1111-4222-8333-444455556666';
export const tenantId = '7e7e7e7e-1111-4222-8333-444455556666';
export const user: Person = { kind: 'user', id: 'ada0ada0-1111-4222-8333-444455556666' };
export const second: Person = { kind: 'user', id: 'b0bb0bb0-1111-4222-8333-444455556666' };
export const phone: Person = { kind: 'phone', id: '+15550100123' };
export const bot: Person = { kind: 'application', id: '0b07b07b-1111-4222-8333-444455556666' };
export const none: Oddities = new Set();
export const odd = (...oddities: Oddity[]): Oddities => odditiesOf([{ oddities }]);

export const ended = (people: readonly Person[] = [user]) => ({
  callId,
  operationId,
  strangeId,
  clientContext: 'invite-1',
  status: 'completed' as const,
  resultInfo: null,
  people,
  tenantId,
});

export const seat = (person: Person) => ({
  person,
  replacesCallId: 'a0a0a0a0-1111-4222-8333-444455556666',
  sourceParticipantId: null,
  participantId: '9a27000a-1111-4222-8333-444455556666',
});

export const answered = (people: readonly Person[]) => ({
  operationId,
  clientContext: 'invite-1',
  status: 'running' as const,
  resultInfo: null,
  participants: people.map(seat),
  tenantId,
  createdAt: new Date('2026-01-02T03:04:05Z'),
});

export const entry = (person: Person, sourceId: number, invited = true): RosterEntry => ({
  participantId: `9a27000${sourceId}-1111-4222-8333-444455556666`,
  person,
  inLobby: false,
  hidden: false,
  invited,
  sourceId,
});

export const roster = (entries: readonly RosterEntry[]) => ({
  callId,
  tenantId,
  entries,
  delta: { sequenceNumber: 3, changed: entries.slice(-1), removed: [] },
});

// Shapes: shared samples of the invite page, responses/one-participant, pstn, several-participants.
