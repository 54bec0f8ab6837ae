import type { InviteRequest } from '../../client/index.ts';
import type { CallInput } from '../../simulator/index.ts';
import type { Dice } from './dice.ts';

/** In the form that both an invite and a call of the simulator take. */
export type Identity = NonNullable<CallInput['participants']>[number]['identity'];
export type Participant = Omit<InviteRequest['participants'][number], 'identity'> & {
  readonly identity: Identity;
};

/** People of one run, all invented and marked: their names and numbers must not leak. */
export interface People {
  /** With an id: a user mostly, sometimes with a name. */
  someone(): Identity;
  /** With a telephone number of the range that is kept for fiction. */
  phone(): Identity;
  /** In a call without being invited: nothing of such a person may be kept anywhere. */
  stranger(): Identity;
  readonly canaries: readonly string[];
  readonly secrets: readonly string[];
}

export function peopleOf(dice: Dice): People {
  const canaries: string[] = [];
  const secrets: string[] = [];
  const marked = (text: string, list = canaries) => {
    list.push(text);
    return text;
  };
  return {
    canaries,
    secrets,
    phone: () => ({ phone: { id: marked(newNumber(dice, canaries)) } }),
    stranger: () => ({
      user: { id: marked(dice.id(), secrets), displayName: marked(newName(dice), secrets) },
    }),
    someone: () => {
      const hasName = dice.chance(0.3);
      const person = { id: dice.id(), ...(hasName && { displayName: marked(newName(dice)) }) };
      return dice.chance(0.75) ? { user: person } : otherThanUser(dice, person);
    },
  };
}

function newName(dice: Dice): string {
  return `Canary ${dice.id()}`;
}

function newNumber(dice: Dice, known: readonly string[]): string {
  const number = `+1555010${String(dice.between(0, 999_999)).padStart(6, '0')}`;
  return known.includes(number) ? newNumber(dice, known) : number;
}

type Someone = { readonly id: string; readonly displayName?: string };

function otherThanUser(dice: Dice, person: Someone): Identity {
  return dice.pick<Identity>([
    { guest: person },
    { application: person },
    { applicationInstance: person },
    { azureCommunicationServicesUser: person },
  ]);
}

export function idOf(identity: Identity): string {
  return Object.values(identity)[0]?.id ?? '';
}
