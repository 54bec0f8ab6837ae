import { inviteWorkflowId } from '../../contracts/ids.ts';
import { renderStory } from '../explain/render-story.ts';
import type { Story } from '../explain/story.ts';
import type { Io } from '../io.ts';
import { readStory } from '../explain/read-story.ts';
import { withSession } from '../session.ts';

/** The story of an invite out of its history, which needs no worker. */
export async function explain(
  inviteId: string,
  flags: { readonly json?: boolean },
  io: Io,
): Promise<void> {
  await withSession(io, async ({ temporal, link }) => {
    const story = await readStory(temporal.client, inviteId);
    const url = link(inviteWorkflowId(inviteId));
    io.out(flags.json ? `${JSON.stringify(documentOf(story, url))}\n` : renderStory(story, url));
  });
}

/** Without the status: its participants are named by their ids, which may be telephone numbers. */
function documentOf(story: Story, url: string | null): object {
  return { ...story, status: undefined, url };
}
