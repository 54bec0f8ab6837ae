import type { CallingService } from './calling-service.ts';
import type { BenchRequest } from './closed-loop.ts';
import { notificationFor, type WaitingInvite } from './notifications.ts';
import { randomOf } from '../support/random.ts';
import { notificationPath } from './server-under-load.ts';

export function notify(token: string | undefined, body: string): BenchRequest {
  return {
    method: 'POST',
    path: notificationPath,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body,
  };
}

/** Of any invites, for a server behind which nobody looks at them. */
export function bodies(seed: number, count: number): readonly string[] {
  const random = randomOf(seed, 'bodies');
  return Array.from({ length: count }, (_, number) => {
    // The stub's register says that the person who waits on a call has the call's id.
    const callId = random.guid();
    const invite: WaitingInvite = { inviteId: random.guid(), callId, personId: callId };
    return notificationFor(invite, number, random).body;
  });
}

/** Good notifications of every kind with tokens that differ. */
export async function goodRequests(
  service: CallingService,
  seed: number,
  count: number,
): Promise<readonly BenchRequest[]> {
  const tokens = await service.mint(Math.min(count, 300));
  return bodies(seed, count).map((body, index) => notify(tokens[index % tokens.length], body));
}

/** The same with signatures that no key has made. */
export async function forgedRequests(
  service: CallingService,
  seed: number,
  count: number,
): Promise<readonly BenchRequest[]> {
  const tokens = await service.mint(Math.min(count, 100));
  const random = randomOf(seed, 'signatures');
  const forged = (token: string) => {
    const [header, claims] = token.split('.');
    const signature = Array.from({ length: 256 }, () => random.below(256));
    return `${header ?? ''}.${claims ?? ''}.${Buffer.from(signature).toString('base64url')}`;
  };
  return bodies(seed, count).map((body, index) =>
    notify(forged(tokens[index % tokens.length] ?? ''), body),
  );
}
