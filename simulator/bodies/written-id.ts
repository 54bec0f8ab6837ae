import type { Oddities } from '../oddities.ts';

/** An id of a call, operation or participant as notifications write it (docs/protocol.md, quirk 4). */
export function writtenId(id: string, oddities: Oddities): string {
  return oddities.has('upperCaseUndashedIds') ? id.replaceAll('-', '').toUpperCase() : id;
}
