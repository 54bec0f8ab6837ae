import { readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { describe, expect, it } from 'vitest';
import { billableActions } from '../../../bench/costs/billable-actions.ts';
import { spread } from '../../../bench/costs/cost-row.ts';
import { differenceOf, priceRow } from '../../../bench/costs/difference.ts';
import { countHistory, signalsCameTogether } from '../../../bench/costs/history-counts.ts';
import { readOptions } from '../../../bench/costs/options.ts';
import { costOf } from '../../../bench/costs/read-cost.ts';
import type { HistoryEvent } from '../../../runtime/stored-history.ts';
import { historiesFolder } from '../../support/histories.ts';

const started: HistoryEvent = { workflowExecutionStartedEventAttributes: {} };
const taskStarted: HistoryEvent = { workflowTaskStartedEventAttributes: {} };
const signaled: HistoryEvent = { workflowExecutionSignaledEventAttributes: {} };
const scheduled: HistoryEvent = { activityTaskScheduledEventAttributes: {} };
const timer: HistoryEvent = { timerStartedEventAttributes: {} };
const upsert: HistoryEvent = { upsertWorkflowSearchAttributesEventAttributes: {} };
const attempt = (number: number): HistoryEvent => ({
  activityTaskStartedEventAttributes: { attempt: number },
});
const marker = (workflowTask: number): HistoryEvent => ({
  markerRecordedEventAttributes: { workflowTaskCompletedEventId: longOf(workflowTask) },
});

/** Event ids are 64-bit numbers; of these only the text is looked at. */
function longOf(value: number) {
  return { toString: () => String(value) } as never;
}

function committed(name: string): HistoryEvent[] {
  const json: unknown = JSON.parse(readFileSync(`${historiesFolder}${name}.json`, 'utf8'));
  return historyFromJSON(json).events ?? [];
}

const actionsOf = (...events: HistoryEvent[]) => billableActions(countHistory(events));

describe('the counts of a history', () => {
  it('say what a joined invite of the committed histories was made of', () => {
    expect(costOf(committed('joined-add'), 7_000)).toMatchObject({
      ...{ events: 24, workflowTasks: 4, starts: 1, activities: 1, activityAttempts: 1 },
      ...{ timers: 2, signals: 2, upserts: 1, markers: 0, actions: 7, bytes: 7_000 },
    });
  });

  it('count every POST of an invite that was throttled', () => {
    const counts = countHistory(committed('throttled-then-joined'));
    expect(counts).toMatchObject({ activities: 2, activityAttempts: 2, timers: 3 });
  });

  it('count each attempt of an activity, and one that has not ended as one', () => {
    expect(countHistory([scheduled, attempt(1), scheduled, attempt(4), scheduled])).toMatchObject({
      activities: 3,
      activityAttempts: 6,
    });
  });

  it('count no start of a run that continues another, and none of a child', () => {
    const continued: HistoryEvent = {
      workflowExecutionStartedEventAttributes: { continuedExecutionRunId: 'run-1' },
    };
    const child: HistoryEvent = {
      workflowExecutionStartedEventAttributes: { parentWorkflowExecution: { workflowId: 'p' } },
    };
    expect(countHistory([started]).starts).toBe(1);
    expect(countHistory([continued]).starts).toBe(0);
    expect(countHistory([child]).starts).toBe(0);
  });

  it('leave a signal of another workflow to the one that sent it', () => {
    const fromWorkflow: HistoryEvent = {
      workflowExecutionSignaledEventAttributes: { externalWorkflowExecution: { workflowId: 'w' } },
    };
    expect(countHistory([signaled, fromWorkflow]).signals).toBe(1);
  });

  it('know whether signals came together', () => {
    expect(signalsCameTogether([started, taskStarted, signaled, signaled, taskStarted])).toBe(true);
    expect(signalsCameTogether([started, signaled, taskStarted, signaled])).toBe(false);
    expect(signalsCameTogether(committed('joined-add'))).toBe(false);
  });
});

describe('billable actions', () => {
  it('are one for a start, an attempt, a timer, a signal and an upsert each', () => {
    expect(actionsOf(started, scheduled, attempt(3), timer, signaled, signaled, upsert)).toBe(8);
  });

  it('are one for all markers of a workflow task together', () => {
    expect(actionsOf(marker(4), marker(4), marker(9))).toBe(2);
  });

  it('are two for a child, and one for a continue-as-new and a signal to another workflow', () => {
    expect(actionsOf({ startChildWorkflowExecutionInitiatedEventAttributes: {} })).toBe(2);
    expect(actionsOf({ workflowExecutionContinuedAsNewEventAttributes: {} })).toBe(1);
    expect(actionsOf({ signalExternalWorkflowExecutionInitiatedEventAttributes: {} })).toBe(1);
    expect(actionsOf({ workflowExecutionUpdateAcceptedEventAttributes: {} })).toBe(1);
  });

  it('are none for workflow tasks, the end of a timer, a cancel request or the end of the run', () => {
    expect(
      actionsOf(
        taskStarted,
        { workflowTaskCompletedEventAttributes: {} },
        { workflowTaskFailedEventAttributes: {} },
        { timerFiredEventAttributes: {} },
        { timerCanceledEventAttributes: {} },
        { workflowExecutionCancelRequestedEventAttributes: {} },
        { workflowExecutionCompletedEventAttributes: {} },
      ),
    ).toBe(0);
  });
});

describe('the price of a promise', () => {
  it('is what a row costs more than the row without it, by the medians of their rounds', () => {
    const cost = (...events: HistoryEvent[]) => ({ own: costOf(events, 0), registerActions: 1 });
    const dear = priceRow([cost(started, timer), cost(started, timer), cost(started)]);
    expect(differenceOf(dear, priceRow([cost(started)]))).toEqual({
      ...{ actions: 1, inRegisters: 0, events: 1, workflowTasks: 0 },
      ...{ activities: 0, timers: 1, signals: 0, upserts: 0 },
    });
  });

  it('is shown as a span where rounds differ', () => {
    expect(spread([24, 24, 24])).toBe('24');
    expect(spread([25, 24, 24])).toBe('24 to 25');
  });
});

describe('the command line', () => {
  it('has defaults, and refuses what it does not know', () => {
    expect(readOptions([])).toEqual({ rounds: 3, seed: 1, write: false });
    expect(readOptions(['--rounds', '1', '--write'])).toMatchObject({ rounds: 1, write: true });
    expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds must be');
    expect(() => readOptions(['--only', 'x'])).toThrow("Unknown option '--only'");
  });
});
