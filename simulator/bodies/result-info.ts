import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { Person } from '../person.ts';

/** How an operation or a call ended. 2xx success, 4xx client, 5xx server. */
export type ResultInfo = {
  readonly code: number;
  readonly subcode: number;
  readonly message: string;
};

/** A resultInfo object, in the spelling the oddities ask for. */
export function resultInfoBody(result: ResultInfo, oddities: Oddities): Body {
  const written = (number: number): number | string =>
    oddities.has('codesAsStrings') ? String(number) : number;
  const subcodeName = oddities.has('subCodeSpelling') ? 'subCode' : 'subcode';
  return {
    '@odata.type': '#microsoft.graph.resultInfo',
    code: written(result.code),
    ...(oddities.has('subcodeMissing') ? {} : { [subcodeName]: written(result.subcode) }),
    message: result.message,
  };
}

/** The address form in which failure texts name a person (docs/protocol.md 8). It is personal data. */
export function messagingResourceId(person: Person): string {
  if (person.kind === 'user') return `8:orgid:${person.id}`;
  if (person.kind === 'phone') return `4:${person.id}`;
  if (person.kind === 'application') return `28:${person.id}`;
  if (person.kind === 'azureCommunicationServicesUser') return `8:acs:${person.id}`;
  return person.id;
}

/** A failure text in the form seen in incidents: the address of the person, a reason, the true code pair. */
export function failureText(person: Person, reason: string, diagnosticCode: string): string {
  const who = messagingResourceId(person);
  return `addParticipants failed for participant ${who}. Underlying reason: ${reason}. DiagCode: ${diagnosticCode}`;
}
