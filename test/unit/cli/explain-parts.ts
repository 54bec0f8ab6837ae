/** Stories of the committed histories. */
import { readdirSync, readFileSync } from 'node:fs';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { decodeEvents } from '../../../cli/explain/decode-events.ts';
import type { InviteEvent } from '../../../cli/explain/invite-event.ts';
import { storyOf } from '../../../cli/explain/story-of.ts';
import type { Story } from '../../../cli/explain/story.ts';
import { historiesFolder } from '../../support/histories.ts';

export const historyNames: readonly string[] = readdirSync(historiesFolder)
  .filter((name) => name.endsWith('.json') && name !== 'call-registry.json')
  .map((name) => name.replace(/\.json$/, ''));

export async function eventsIn(name: string): Promise<readonly InviteEvent[]> {
  const text = readFileSync(`${historiesFolder}${name}.json`, 'utf8');
  const { events } = historyFromJSON(JSON.parse(text));
  return decodeEvents(events ?? [], (payloads) =>
    Promise.resolve(payloads.map((payload) => defaultPayloadConverter.fromPayload(payload))),
  );
}

export async function storyIn(name: string): Promise<Story> {
  return storyOf({ inviteId: 'ticket-4711', events: await eventsIn(name), now: 0 });
}

export function textsOf({ lines }: Story): readonly string[] {
  return lines.map(({ kind, text }) => `${kind}: ${text}`);
}
