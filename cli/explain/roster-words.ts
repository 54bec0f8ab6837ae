import { normaliseId } from '../../contracts/ids.ts';
import type { Invite } from '../../contracts/invite.ts';
import type { RosterEntry } from '../../contracts/messages.ts';
import type { Known } from './telling.ts';

/** Notes who is there, and says such as `1 of 2 invited (1 in the lobby; 2 seen by now)`. */
export function seenInRoster(
  { inRoster }: Known,
  invite: Invite | undefined,
  entries: readonly RosterEntry[],
): string {
  const invited = new Set((invite?.participants ?? []).map(({ key }) => key));
  const ours = entries.filter((entry) => invited.has(normaliseId(entry.key)));
  const there = ours.filter((entry) => !entry.inLobby && !entry.removed);
  for (const { key } of there) inRoster.add(normaliseId(key));
  const lobby = ours.filter((entry) => entry.inLobby && !entry.removed).length;
  const gone = ours.filter((entry) => entry.removed).length;
  const others = [
    ...(lobby === 0 ? [] : [`${lobby} in the lobby`]),
    ...(gone === 0 ? [] : [`${gone} listed as removed`]),
    ...(inRoster.size > there.length ? [`${inRoster.size} seen by now`] : []),
  ].join('; ');
  return `${there.length} of ${invited.size} invited${others === '' ? '' : ` (${others})`}`;
}

/** Whether all whom a roster can show are in one. */
export function everyoneSeen({ inRoster }: Known, invite: Invite | undefined): boolean {
  const visible = (invite?.participants ?? []).filter((one) => !one.hidden);
  return visible.length > 0 && visible.every(({ key }) => inRoster.has(key));
}
