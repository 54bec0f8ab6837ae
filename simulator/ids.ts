import { createHash, randomUUID } from 'node:crypto';
import type { Person } from './person.ts';

/** A new lower-case dashed GUID, the form Graph gives to ids of its own. */
export function newGuid(): string {
  return randomUUID();
}

/** The form in which ids are compared: Graph mixes case and dashes within one exchange (docs/protocol.md, quirk 4). */
export function normaliseId(id: string): string {
  return id.toLowerCase().replaceAll('-', '');
}

/** The id at the end of `/app/calls/<id>`, or the id itself (docs/protocol.md, quirk 5). */
export function lastSegment(pathOrId: string): string {
  return pathOrId.split('/').filter(Boolean).at(-1) ?? pathOrId;
}

/** How the ledger names a person: telephone numbers only as a hash. */
export function ledgerName(person: Person): string {
  if (person.kind !== 'phone') return `${person.kind}:${person.id}`;
  return `phone:sha256:${sha256(person.id).slice(0, 16)}`;
}

/** Hex digest of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
