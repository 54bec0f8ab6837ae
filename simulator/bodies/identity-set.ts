import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import type { IdentityKind, Person } from '../person.ts';

/** The kinds that belong to an Entra tenant and therefore carry `tenantId` and `identityProvider`. */
const tenantKinds: readonly IdentityKind[] = ['user', 'guest', 'applicationInstance'];

type IdentityContext = {
  readonly tenantId: string;
  readonly oddities: Oddities;
  /** Put the identity under another kind than its own (quirk 10). */
  readonly under?: IdentityKind | undefined;
};

/** An identitySet of a notification: one kind, with type annotations. */
export function identitySet(person: Person, context: IdentityContext): Body {
  const bare = context.oddities.has('bareIdentities');
  return {
    ...(bare ? {} : { '@odata.type': '#microsoft.graph.identitySet' }),
    [context.under ?? person.kind]: {
      ...(bare ? {} : { '@odata.type': '#microsoft.graph.identity' }),
      ...identity(person, context),
    },
  };
}

/** One identity: id and what is known of the person. */
export function identity(person: Person, context: IdentityContext): Body {
  const { oddities } = context;
  const name = person.displayName ?? (oddities.has('unsentDisplayName') ? 'Participant' : null);
  const withTenant = tenantKinds.includes(person.kind) && !oddities.has('bareIdentities');
  return {
    id: writtenPersonId(person, oddities),
    ...(name === null ? {} : { displayName: name }),
    ...(withTenant && context.under === undefined ? { identityProvider: 'AAD' } : {}),
    ...(withTenant ? { tenantId: person.tenantId ?? context.tenantId } : {}),
    ...(oddities.has('regionInIdentity') ? { region: 'westus', languageId: 'en-US' } : {}),
  };
}

function writtenPersonId(person: Person, oddities: Oddities): string {
  if (person.kind === 'phone') return person.id;
  const undashed = oddities.has('undashedIdentityIds') ? person.id.replaceAll('-', '') : person.id;
  return oddities.has('upperCaseIdentityIds') ? undashed.toUpperCase() : undashed;
}
