import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PostInviteAnswer } from '../../contracts/activities.ts';
import {
  ada,
  graphFault,
  inRoster,
  nothingToLearn,
  oneAfterTheOther,
  user,
} from '../support/facts.ts';
import { countOf, eventsOf } from '../support/histories.ts';
import { onOwnCall, running, useInvites } from '../support/invites.ts';

// Without a cache each workflow task replays the run from its first event.
const invites = useInvites({ cache: 0 });

test('a run that no worker remembers between its facts goes on just the same', async () => {
  const original = randomUUID();
  const request = onOwnCall({
    participants: [{ ...user(ada), replacesCallId: original }],
    onUnknownOutcome: 'repostOnce',
  });
  const invite = await invites.start(request, {
    ...nothingToLearn,
    postInvite: oneAfterTheOther<PostInviteAnswer>(
      graphFault('GraphNotSent'),
      graphFault('GraphUnclear'),
      running,
    ),
  });
  const posts = async () =>
    (await invite.activities()).filter((name) => name === 'postInvite').length;
  await expect.poll(posts, { timeout: 20_000 }).toBe(3);
  await invite.tell('operationCompleted');
  await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
  await invite.tell('originalCallTerminated', { callId: original });
  expect(await invite.result()).toMatchObject({ outcome: 'joined', scenario: 'replace' });
  expect(countOf(await eventsOf(invite.handle), 'workflowTaskFailedEventAttributes')).toBe(0);
});
