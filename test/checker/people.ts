/** Who of an invite's people was in its call, as the ledger knows it. */
import { normaliseId } from '../../contracts/ids.ts';
import type { Invite, Invitee } from '../../contracts/invite.ts';
import { ledgerName } from '../../simulator/ids.ts';
import type { Entry } from './ledger-index.ts';

export interface InvitedPerson {
  readonly invitee: Invitee;
  /** From 1, in the order of the request: how messages name the person. */
  readonly number: number;
  /** How the ledger's people are compared: by id over all kinds of identity, telephone numbers by their hash. */
  readonly ledgerKey: string;
  /**
   * What first proves the person in the target call, past the lobby: seated by whatever invite, or shown by a roster, as
   * people are who were there from the start.
   */
  readonly seen: Entry | undefined;
}

export function invitedPeople(invite: Invite, target: readonly Entry[]): readonly InvitedPerson[] {
  return invite.participants.map((invitee, index) => {
    const ledgerKey = personKey(ledgerName(invitee));
    return { invitee, number: index + 1, ledgerKey, seen: target.find(proves(ledgerKey)) };
  });
}

export function personKey(name: string): string {
  return normaliseId(name.slice(name.indexOf(':') + 1));
}

interface Roster {
  readonly people?: readonly { readonly person: string; readonly inLobby: boolean }[] | undefined;
}

/** Whether somebody stands in a roster as it was sent, past the lobby. */
export function shows({ people = [] }: Roster, { ledgerKey }: Pick<InvitedPerson, 'ledgerKey'>) {
  return people.some(({ person, inLobby }) => !inLobby && personKey(person) === ledgerKey);
}

export function wasSeenBy({ seen }: InvitedPerson, time: number): boolean {
  return seen !== undefined && seen.time <= time;
}

function proves(ledgerKey: string): (entry: Entry) => boolean {
  return (entry) => {
    if (entry.type === 'personJoined') {
      return !entry.inLobby && personKey(entry.person) === ledgerKey;
    }
    const showsRoster = entry.type === 'deliveryAttempted' || entry.type === 'readAnswered';
    return showsRoster && shows(entry, { ledgerKey });
  };
}
