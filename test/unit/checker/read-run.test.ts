import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRun } from '../../checker/read-run.ts';
import { historiesFolder } from '../../support/histories.ts';

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(`${historiesFolder}${name}.json`, 'utf8'));
const runOf = (name: string) => readRun('run-1', recorded(name));

interface Event {
  readonly eventId: string;
  readonly eventType: string;
}
const eventsOf = (history: unknown) => (history as { events: Event[] }).events;
const cut = (history: unknown, ...types: string[]) => ({
  events: eventsOf(history).filter(({ eventType }) => !types.includes(eventType)),
});

describe('a recorded history', () => {
  test('of a replace says how it ended, and with which facts', () => {
    const run = runOf('joined-replace');
    expect(run).toMatchObject({
      continues: null,
      close: { kind: 'completed', result: { outcome: 'joined', scenario: 'replace' } },
      cancelRequested: null,
      taskFailures: [],
      pendingTimers: [],
    });
    const { callId } = (run.close as { result: { callId: string } }).result;
    expect(run.signals.map(({ name }) => name)).toContain('originalCallTerminated');
    expect(run.signals.every(({ fact }) => typeof fact === 'object')).toBe(true);
    expect(run.activities[0]).toMatchObject({
      name: 'postInvite',
      callId,
      attempt: 1,
      how: 'completed',
    });
    expect(run.startedAt).toBeLessThan(run.closedAt ?? 0);
  });

  test('of a failure has its type and details', () => {
    expect(runOf('roster-unconfirmed').close).toMatchObject({
      kind: 'failed',
      type: 'RosterUnconfirmed',
      details: { outcome: 'RosterUnconfirmed', joined: false },
    });
  });

  test('of a cancel has the request for it, and what was removed', () => {
    const run = runOf('canceled-ringing');
    expect(run.close).toEqual({ kind: 'canceled' });
    expect(run.cancelRequested?.position).toBeGreaterThan(1);
    expect(run.activities.map(({ name, result }) => [name, result])).toContainEqual([
      'removeParticipant',
      { removed: true },
    ]);
  });

  test('without its last event is of a run that goes on', () => {
    const open = cut(recorded('joined-replace'), 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED');
    expect(readRun('run-1', open)).toMatchObject({ close: { kind: 'running' }, closedAt: null });
  });

  test('in which a timer was never stopped shows it with its summary', () => {
    const left = cut(recorded('joined-replace'), 'EVENT_TYPE_TIMER_CANCELED');
    expect(readRun('run-1', left).pendingTimers[0]).toMatchObject({
      summary: 'the operation must have ended',
    });
  });

  test('in which an activity never ended shows it as pending', () => {
    const open = cut(recorded('joined-replace'), 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED');
    expect(readRun('run-1', open).activities[0]).toMatchObject({ how: 'pending', closedAt: null });
  });

  test('of a failed workflow task says why it failed', () => {
    const failed = {
      eventId: '90',
      eventTime: '2026-01-01T00:00:00Z',
      workflowTaskFailedEventAttributes: { cause: 'CAUSE', failure: { message: 'why' } },
    };
    const history = { events: [...eventsOf(recorded('joined-replace')), failed] };
    expect(readRun('run-1', history).taskFailures).toEqual([
      { how: 'failed', cause: 'CAUSE', message: 'why', at: Date.parse('2026-01-01T00:00:00Z') },
    ]);
  });
});

describe('the texts of a history', () => {
  const phone = '+15550100';
  const texts = runOf('joined-dial-out').texts;

  test('have a telephone number in payloads only', () => {
    const places = texts.filter(({ text }) => text.includes(phone)).map(({ place }) => place);
    expect(new Set(places)).toEqual(new Set(['start', 'payload']));
  });

  test('have search attributes and summaries in clear', () => {
    const clear = texts.filter(({ place }) => place === 'clear').map(({ text }) => text);
    expect(clear).toContain('"joined"');
    expect(clear).toContain('"the operation must have ended"');
  });

  test('of the start are the inputs of the workflow and of postInvite', () => {
    const starts = texts.filter(({ place }) => place === 'start').map(({ where }) => where);
    expect(starts).toEqual([
      expect.stringContaining('workflowExecutionStarted'),
      expect.stringContaining('activityTaskScheduled'),
    ]);
  });
});

test('what is no history is refused', () => {
  expect(() => readRun('run-1', { nothing: true })).toThrow('no history');
});
