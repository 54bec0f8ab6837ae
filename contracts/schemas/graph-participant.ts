import { z } from 'zod';
import { lastSegment, normaliseId } from '../ids.ts';
import type { RosterEntry } from '../messages.ts';
import { maxIdLength } from '../rules.ts';

const id = z.string().min(1).max(maxIdLength).optional().catch(undefined);
const IdentitySchema = z.object({ id: z.string().min(1).max(maxIdLength) });

const ParticipantSchema = z.object({
  id,
  '@odata.id': z.string().min(1).max(512).optional().catch(undefined),
  isInLobby: z.boolean().optional().catch(undefined),
  removedState: z.unknown().optional(),
  info: z.object({
    participantId: id,
    /** Any kind: the invited user was published under `application`, and the set is an open type (quirk 10). */
    identity: z.record(z.string(), IdentitySchema.optional().catch(undefined)),
  }),
});

/** Whether this can be read as an entry of a Graph roster. */
export function isGraphParticipant(value: unknown): boolean {
  return ParticipantSchema.safeParse(value).success;
}

/**
 * Who stands in a Graph roster: one entry for each id, whatever kind of identity it stands under. A person may be listed
 * twice, such as with two devices: the entry that is furthest in the call counts. Unreadable entries are left out.
 */
export function readRosterEntries(participants: readonly unknown[]): RosterEntry[] {
  const byKey = new Map<string, RosterEntry>();
  for (const entry of participants.flatMap(entriesOf)) {
    const known = byKey.get(entry.key);
    if (known === undefined || absence(entry) < absence(known)) byKey.set(entry.key, entry);
  }
  return [...byKey.values()];
}

function entriesOf(participant: unknown): RosterEntry[] {
  const parsed = ParticipantSchema.safeParse(participant);
  if (!parsed.success) return [];
  const { id, info, '@odata.id': dataId, isInLobby, removedState } = parsed.data;
  const participantId = id ?? info.participantId ?? participantIdIn(dataId);
  return Object.values(info.identity).flatMap((identity) =>
    identity === undefined
      ? []
      : [
          {
            key: normaliseId(identity.id),
            ...(participantId !== undefined && { participantId }),
            inLobby: isInLobby === true,
            removed: removedState != null,
          },
        ],
  );
}

function participantIdIn(dataId: string | undefined): string | undefined {
  const segment = dataId === undefined ? '' : lastSegment(dataId);
  return segment === '' || segment === 'participants' ? undefined : segment;
}

function absence({ inLobby, removed }: RosterEntry): number {
  return (removed ? 2 : 0) + (inLobby ? 1 : 0);
}
