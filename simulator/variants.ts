import type { Oddities, Oddity } from './oddities.ts';

/** Versions of the published page, as bundles of oddities. `current` is the normal form of docs/protocol.md 4. */
export const variants = {
  current: [],
  '2018': [
    'envelopeTypeMissing',
    'commsOperationType',
    'operationIdInPathOnly',
    'callStateMember',
    'terminationReason',
    'resourceOnly',
    'upperCaseUndashedIds',
    'etags',
    'answerWithDates',
  ],
  '2019': [
    'typesWithoutHash',
    'resourceOnly',
    'upperCaseUndashedIds',
    'operationIdInPathOnly',
    'odataIds',
    'operationWithoutParticipants',
    'etags',
    'rosterIdNull',
    'bareIdentities',
    'regionBesideIdentity',
    'infoTypeMissing',
    'subCodeSpelling',
    'terminationReason',
    'statusLowerCaseInAnswer',
    'answerWithDates',
  ],
  '2021': ['userUnderApplication', 'rosterIdNull', 'inviteesOnlyRoster', 'answerWithoutLocation'],
} as const satisfies Readonly<Record<string, readonly Oddity[]>>;

export type Variant = keyof typeof variants;

/** Every name of a page variant. */
export const variantNames: readonly Variant[] = Object.keys(variants).filter(isVariant);

function isVariant(name: string): name is Variant {
  return Object.hasOwn(variants, name);
}

/** What a call or a script may say about the form of its notifications. */
export type OddityChoice = {
  readonly variant?: Variant | undefined;
  readonly oddities?: readonly Oddity[] | undefined;
};

/** All oddities of several choices together. */
export function odditiesOf(choices: readonly OddityChoice[]): Oddities {
  return new Set(
    choices.flatMap((choice) => [
      ...variants[choice.variant ?? 'current'],
      ...(choice.oddities ?? []),
    ]),
  );
}
