/** The kinds of identity that can be invited (docs/protocol.md 1); metadata's identitySet names the first three. */
export const identityKinds = [
  'user',
  'application',
  'device',
  'phone',
  'guest',
  'encrypted',
  'onPremises',
  'applicationInstance',
  'assertedIdentity',
  'azureCommunicationServicesUser',
] as const;

export type IdentityKind = (typeof identityKinds)[number];

/** One identity of an identity set, under its kind. */
export type Person = {
  readonly kind: IdentityKind;
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly tenantId?: string | undefined;
};

/** One line of a roster. `invited` is false for the bot and for those who were there from the start. */
export type RosterEntry = {
  readonly participantId: string;
  readonly person: Person;
  readonly inLobby: boolean;
  readonly hidden: boolean;
  readonly invited: boolean;
  /** The number of the audio stream, counted per call from 1. */
  readonly sourceId: number;
};
