import { describe, expect, test } from 'vitest';
import { signalsCameTogether } from '../../bench/costs/history-counts.ts';
import { ada, inRoster, user } from '../support/facts.ts';
import { countOf, eventsOf, type HistoryEvent } from '../support/histories.ts';
import { onOwnCall, useInvites } from '../support/invites.ts';

const invites = useInvites();
const inviteAda = () => onOwnCall({ participants: [user(ada)], tenantId: 'tenant-1' });

/** What a joined invite may cost, over the whole of its history. */
function expectWithin(events: readonly HistoryEvent[], budget: { events: number; tasks: number }) {
  expect(countOf(events, 'activityTaskScheduledEventAttributes')).toBe(1);
  expect(countOf(events, 'timerStartedEventAttributes')).toBeLessThanOrEqual(2);
  expect(countOf(events, 'workflowTaskCompletedEventAttributes')).toBeLessThanOrEqual(budget.tasks);
  expect(countOf(events, 'upsertWorkflowSearchAttributesEventAttributes')).toBe(1);
  expect(countOf(events, 'workflowExecutionCompletedEventAttributes')).toBe(1);
  expect(events.length).toBeLessThanOrEqual(budget.events);
}

describe('the history of a joined invite', () => {
  test('holds at most 25 events and 4 workflow tasks when completion and roster come apart', async () => {
    const invite = await invites.start(inviteAda());
    await invite.inPhase('awaitingOutcome');
    await invite.tell('operationCompleted');
    await invite.inPhase('awaitingRoster');
    await invite.tell('rosterUpdated', { participants: [inRoster(ada)] });
    await invite.result();
    expectWithin(await eventsOf(invite.handle), { events: 25, tasks: 4 });
  });

  test('holds at most 20 events and 3 workflow tasks when they come together', async () => {
    let events: HistoryEvent[] = [];
    for (let tries = 0; tries < 20 && (tries === 0 || !signalsCameTogether(events)); tries += 1) {
      const invite = await invites.start(inviteAda());
      await invite.inPhase('awaitingOutcome');
      await Promise.all([
        invite.tell('operationCompleted'),
        invite.tell('rosterUpdated', { participants: [inRoster(ada)] }),
      ]);
      await invite.result();
      events = await eventsOf(invite.handle);
    }
    expect(signalsCameTogether(events)).toBe(true);
    expectWithin(events, { events: 20, tasks: 3 });
  });
});
