import { z } from 'zod';
import { lastSegment, normaliseId } from '../ids.ts';
import type { RosterEntry } from '../messages.ts';
import { identityKinds, maxIdLength } from '../rules.ts';

const id = z.string().min(1).max(maxIdLength).nullish().catch(undefined);
const PersonSchema = z.object({ id }).nullish().catch(undefined);

const GraphParticipantSchema = z.object({
  '@odata.id': z.string().max(512).nullish().catch(undefined),
  id,
  info: z.object({
    participantId: id,
    identity: z.partialRecord(z.enum(identityKinds), PersonSchema).catch({}),
  }),
  isInLobby: z.boolean().nullish().catch(undefined),
  removedState: z.unknown(),
});

/**
 * Who stands in one entry of a Graph roster: an entry for each id, whatever kind it stands under, because Graph lists an
 * invited user under `application` (protocol.md, quirk 10). Empty when the entry cannot be read.
 */
export function readRosterEntries(participant: unknown): RosterEntry[] {
  const read = GraphParticipantSchema.safeParse(withKnownKinds(participant));
  if (!read.success) return [];
  const { info, isInLobby, removedState } = read.data;
  const participantId = read.data.id ?? info.participantId ?? idInPath(read.data['@odata.id']);
  const ids = Object.values(info.identity).flatMap((person) => person?.id ?? []);
  return [...new Set(ids.map(normaliseId))].map((key) => ({
    key,
    ...(participantId != null && { participantId }),
    inLobby: isInLobby === true,
    removed: removedState != null,
  }));
}

function idInPath(path: string | null | undefined): string | undefined {
  const segment = path == null ? '' : lastSegment(path);
  return segment === '' ? undefined : segment.slice(0, maxIdLength);
}

const ParticipantShape = z.looseObject({
  info: z.looseObject({ identity: z.looseObject({}) }),
});

/** Graph's identity sets are open: kinds that are not ours are dropped here. */
function withKnownKinds(participant: unknown): unknown {
  const shape = ParticipantShape.safeParse(participant);
  if (!shape.success) return participant;
  const { identity } = shape.data.info;
  const known = Object.fromEntries(identityKinds.map((kind) => [kind, identity[kind]]));
  return { ...shape.data, info: { ...shape.data.info, identity: known } };
}
