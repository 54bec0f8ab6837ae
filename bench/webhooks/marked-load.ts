import type { CallingService } from './calling-service.ts';
import type { BenchRequest } from './closed-loop.ts';
import { notificationFor, type WaitingInvite } from './notifications.ts';
import type { Sample } from './open-loop.ts';
import type { Random } from '../support/random.ts';
import { notify } from './requests.ts';

/** Notifications to invites that wait, each of which can be found again in a history. */
export interface MarkedLoad {
  /** The next notification of a load. */
  readonly request: () => BenchRequest;
  /** `<invite id> <mark>` of each notification so far, in the order of the requests. */
  readonly marks: readonly string[];
}

/** Numbers go on over all loads of one dealer, so that no mark comes twice. */
export async function createMarkedLoads(options: {
  readonly service: CallingService;
  readonly invites: readonly WaitingInvite[];
  readonly random: Random;
}): Promise<() => MarkedLoad> {
  const { service, invites, random } = options;
  const tokens = await service.mint(300);
  let number = 0;
  return () => {
    const marks: string[] = [];
    return {
      marks,
      request: () => {
        number += 1;
        const { body, inviteId, mark } = notificationFor(random.pick(invites), number, random);
        marks.push(`${inviteId} ${mark}`);
        return notify(tokens[number % tokens.length], body);
      },
    };
  };
}

/** The marks of what was acknowledged. */
export function acknowledged({ marks }: MarkedLoad, samples: readonly Sample[]): string[] {
  return marks.filter((_, index) => samples[index]?.outcome === '202');
}
