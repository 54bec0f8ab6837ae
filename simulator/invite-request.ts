import { isBody, type Body } from './body.ts';
import { identityKinds, type Person } from './person.ts';

/** One person of an invite, as far as Graph acts on it. */
export type InvitedPerson = {
  readonly person: Person;
  readonly replacesCallId: string | null;
  readonly sourceParticipantId: string | null;
  readonly hidden: boolean;
};

export type InviteRequest = {
  readonly clientContext: string | null;
  readonly participants: readonly InvitedPerson[];
  /** Sent but silently not read, because another one has a `replacesCallId`. */
  readonly droppedParticipants: number;
};

/** Why Graph would not take a body. */
export type Refusal = { readonly refused: string };

const mostParticipants = 5;
const longestClientContext = 256;

/** Reads the body of an invite. Unknown members are ignored, as Graph does with an open type. */
export function readInviteRequest(body: unknown): InviteRequest | Refusal {
  if (!isBody(body)) return { refused: 'The request body is no JSON object.' };
  const clientContext = body['clientContext'] ?? null;
  if (clientContext !== null && typeof clientContext !== 'string') {
    return { refused: 'clientContext is no string.' };
  }
  if (clientContext !== null && clientContext.length > longestClientContext) {
    return { refused: `clientContext is longer than ${longestClientContext} characters.` };
  }
  const people = readParticipants(body['participants']);
  if ('refused' in people) return people;
  const read = people.some((one) => one.replacesCallId !== null) ? people.slice(0, 1) : people;
  const droppedParticipants = people.length - read.length;
  return { clientContext, participants: read, droppedParticipants };
}

function readParticipants(value: unknown): readonly InvitedPerson[] | Refusal {
  if (!Array.isArray(value)) return { refused: 'participants is no list.' };
  if (value.length === 0) return { refused: 'participants is empty.' };
  if (value.length > mostParticipants) {
    return { refused: `participants has more than ${mostParticipants} entries.` };
  }
  const people: InvitedPerson[] = [];
  for (const [index, one] of value.entries()) {
    const read = readParticipant(one, `participants[${index}]`);
    if ('refused' in read) return read;
    people.push(read);
  }
  return people;
}

function readParticipant(value: unknown, where: string): InvitedPerson | Refusal {
  if (!isBody(value)) return { refused: `${where} is no object.` };
  const person = readPerson(value['identity'], `${where}.identity`);
  if ('refused' in person) return person;
  for (const name of ['replacesCallId', 'participantId']) {
    const member = value[name] ?? '';
    if (typeof member !== 'string') return { refused: `${where}.${name} is no string.` };
  }
  return {
    person,
    replacesCallId: text(value, 'replacesCallId'),
    sourceParticipantId: text(value, 'participantId'),
    hidden: value['hidden'] === true,
  };
}

/** Reads an identitySet with exactly one kind that is not null. */
export function readPerson(value: unknown, where: string): Person | Refusal {
  if (!isBody(value)) return { refused: `${where} is no identity set.` };
  const kinds = identityKinds.filter((kind) => (value[kind] ?? null) !== null);
  const [kind, ...others] = kinds;
  if (kind === undefined) return { refused: `${where} names no identity.` };
  if (others.length > 0) return { refused: `${where} names more than one identity.` };
  const identity = value[kind];
  if (!isBody(identity)) return { refused: `${where}.${kind} is no object.` };
  const id = text(identity, 'id');
  if (id === null) return { refused: `${where}.${kind} has no id.` };
  return {
    kind,
    id,
    displayName: text(identity, 'displayName') ?? undefined,
    tenantId: text(identity, 'tenantId') ?? undefined,
  };
}

function text(body: Body, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
