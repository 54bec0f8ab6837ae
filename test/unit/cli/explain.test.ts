import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureMeanings } from '../../../cli/explain/advice.ts';
import { decodeEvents } from '../../../cli/explain/decode-events.ts';
import type { HistoryEvent } from '../../../runtime/stored-history.ts';
import type { InviteEvent, InviteEventContent } from '../../../cli/explain/invite-event.ts';
import { renderStory } from '../../../cli/explain/render-story.ts';
import { storyOf } from '../../../cli/explain/story-of.ts';
import type { StoryState } from '../../../cli/explain/story.ts';
import { inviteFailureTypes } from '../../../contracts/errors.ts';
import { eventsIn, historyNames, storyIn, textsOf } from './explain-parts.ts';

const began = Date.parse('2026-11-01T10:00:00Z');
const callId = 'call-1';
const participants = [{ identity: { phone: { id: '+15550100123', displayName: 'Ann Example' } } }];

/** Events one second apart, from the start of an invite of one telephone number on. */
function story(
  contents: readonly InviteEventContent[],
  request: unknown = { callId, participants },
) {
  const start: InviteEventContent = {
    kind: 'started',
    workflowType: 'inviteParticipants',
    taskQueue: 'invites',
    request,
    carried: undefined,
    continued: false,
  };
  const events = [start, ...contents].map((content, index): InviteEvent => {
    return { eventId: index + 1, at: began + index * 1_000, ...content };
  });
  return storyOf({ inviteId: 'i1', events, now: began + 60_000 });
}

const came = (signal: string, fact: object = {}): InviteEventContent => {
  return { kind: 'signaled', signal, fact: { callId, ...fact } };
};
const entry = (more: object = {}) => {
  return { key: '+15550100123', inLobby: false, removed: false, ...more };
};
const posted: InviteEventContent = { kind: 'activityScheduled', activity: 'postInvite', input: {} };
const postFailed = (failureType: string, details: object = {}): InviteEventContent => {
  return { kind: 'activityFailed', scheduledId: 2, failureType, details };
};
const postTimedOut = (timeout: 'scheduleToStart' | 'startToClose'): InviteEventContent => {
  return { kind: 'activityTimedOut', scheduledId: 2, timeout, failureType: '', details: undefined };
};
const lastOf = (contents: readonly InviteEventContent[]) => textsOf(story(contents)).at(-1);

describe('the story of a recorded invite', () => {
  it.each<[string, StoryState, string]>([
    ['call-ended', 'failed', 'CallEnded'],
    ['canceled-before-post', 'canceled', 'canceled'],
    ['canceled-ringing', 'canceled', 'canceled'],
    ['declined', 'failed', 'InviteDeclined'],
    ['invalid-request', 'failed', 'InvalidInviteRequest'],
    ['joined-add', 'joined', 'joined'],
    ['joined-dial-out', 'joined', 'joined'],
    ['joined-move', 'joined', 'joined'],
    ['joined-replace', 'joined', 'joined'],
    ['joined-several', 'joined', 'joined'],
    ['original-not-terminated', 'failed', 'OriginalCallNotTerminated'],
    ['outcome-unknown', 'failed', 'InviteOutcomeUnknown'],
    ['ring-out', 'failed', 'InviteNoAnswer'],
    ['roster-unconfirmed', 'failed', 'RosterUnconfirmed'],
  ])('%s ends as the run did', async (name, state, outcome) => {
    const told = await storyIn(name);
    expect(told).toMatchObject({ state, outcome, status: { phase: 'done', outcome } });
    expect(told.lines[0]).toMatchObject({ kind: 'asked', sinceStartMs: 0 });
    expect(told.lines.at(-1)?.kind).toBe('ended');
    expect(told.advice === undefined).toBe(state !== 'failed');
  });

  it('tells facts, answers and deadlines in their order', async () => {
    expect(textsOf(await storyIn('outcome-unknown')).slice(1)).toEqual([
      'sent: POST 1 handed to the workers, 1 user',
      'answered: Graph took POST 1: operation op-1 is running',
      'deadline: 0.1 s are over: the operation must have ended',
      'asking: Graph is asked for the roster of the call',
      'learned: The roster is empty, which proves nothing',
      'asking: Graph is asked whether the call is still there',
      'learned: Graph says that the call is still there',
      'asking: Graph is asked how the operation ended',
      'learned: Graph does not know the operation, which proves nothing',
      expect.stringMatching(/^ended: InviteOutcomeUnknown: /),
    ]);
  });

  it('counts POSTs, and says why there is another', async () => {
    const sent = async (name: string) =>
      textsOf(await storyIn(name)).filter((text) => text.startsWith('sent'));
    expect((await sent('reposted'))[1]).toMatch(/^sent: POST 2 .*one more that the request allows/);
    expect((await sent('throttled-then-joined'))[1]).toMatch(/^sent: POST 2 .*nothing.*executed/);
  });

  it('says what was concluded and never told', async () => {
    expect(textsOf(await storyIn('reconciled-join'))).toContainEqual(
      expect.stringMatching(/^inferred: Everyone invited is in the roster/),
    );
  });

  it('knows in a continued run what the one before handed over', async () => {
    const texts = textsOf(await storyIn('continued-after-completion'));
    expect(texts.slice(1)).toEqual([
      'came: the roster shows 1 of 1 invited: accepted',
      'came: the original call ended: accepted',
      expect.stringMatching(/^ended: joined \(replace\)/),
    ]);
  });

  it('begins once, however many runs it went on in', () => {
    const carried = {
      completed: { source: 'notification', at: 1 },
      inRoster: [['+15550100123', 'notification']],
    };
    const next: InviteEventContent = {
      kind: 'started',
      workflowType: 'inviteParticipants',
      taskQueue: 'invites',
      request: { callId, participants },
      carried,
      continued: true,
    };
    const timer = {
      kind: 'timerStarted',
      timerId: '1',
      ms: 1,
      summary: 'of the first run',
    } as const;
    const told = story([timer, { kind: 'continuedAsNew' }, next, came('operationCompleted')]);
    expect(textsOf(told).slice(1)).toEqual([
      'trouble: Its history grew long: it goes on in a new run',
      'came: the operation completed: a repeat',
    ]);
    expect(told).toMatchObject({ state: 'running', waiting: [] });
    const seen = came('rosterUpdated', { participants: [entry()] });
    expect(lastOf([next, seen])).toMatch(/nothing new$/);
  });

  it('says where its beginning is no longer kept', async () => {
    const events = await eventsIn('continued-after-completion');
    const told = storyOf({ inviteId: 'i1', events, incomplete: true, now: 0 });
    expect(textsOf(told)[0]).toBe('trouble: Earlier runs of this invite are no longer kept');
  });

  it('tells a deadline by what was not true by then', () => {
    const timer = (summary: string): InviteEventContent[] => [
      { kind: 'timerStarted', timerId: '1', ms: 90_000, summary },
      { kind: 'timerFired', timerId: '1' },
    ];
    expect(lastOf(timer('deadline: the operation has ended (operationMs)'))).toBe(
      'deadline: Not within 90 s: the operation has ended (operationMs)',
    );
    expect(lastOf(timer('wait before try 2'))).toBe('deadline: 90 s are over: wait before try 2');
  });

  it('does not depend on the summaries of timers', async () => {
    const events = (await eventsIn('ring-out')).map((event) =>
      event.kind === 'timerStarted' ? { ...event, summary: '' } : event,
    );
    const told = storyOf({ inviteId: 'i1', events, now: 0 });
    expect(textsOf(told)).toContain('deadline: 0.1 s are over: a deadline');
  });
});

describe('a signal in a story', () => {
  it('is accepted once, then a repeat, and against what was known late', () => {
    const told = story([
      came('operationCompleted'),
      came('operationCompleted', { operationId: 'op-1' }),
      came('operationFailed', { resultInfo: { code: 603, subcode: 0 } }),
    ]);
    expect(textsOf(told).slice(1)).toEqual([
      'came: the operation completed: accepted',
      'came: the operation completed: a repeat',
      'came: the operation failed 603/0: late and against what was known, completed; only counted',
    ]);
  });

  it.each<[InviteEventContent, RegExp]>([
    [
      came('rosterUpdated', { participants: [entry({ inLobby: true })] }),
      /0 of 1.*lobby.*nothing new/,
    ],
    [came('rosterUpdated', { participants: [entry({ removed: true })] }), /removed.*nothing new/],
    [came('rosterUpdated', { participants: [entry()] }), /1 of 1 invited: accepted/],
    [came('rosterUpdated', { participants: 1 }), /ill-formed, dropped/],
    [came('operationCompleted', { callId: 'call-2' }), /another call or tenant.*dropped/],
    [came('callTerminated'), /the call ended: accepted/],
    [came('originalCallTerminated'), /another call.*dropped/],
    [came('\u001b[31m+15550100123'), /a name that is none of ours: dropped/],
    [{ kind: 'signaled', signal: 'operationFailed', fact: undefined }, /ill-formed, dropped/],
    [{ kind: 'cancelRequested' }, /a cancel was asked for/],
  ])('is told with what is made of it: %j', (content, text) => {
    expect(lastOf([content])).toMatch(text);
  });

  it('about another tenant is dropped', () => {
    const told = story([came('operationCompleted', { tenantId: 'T2' })], {
      callId,
      participants,
      tenantId: 't1',
    });
    expect(textsOf(told).at(-1)).toMatch(/dropped/);
  });
});

describe('a roster of the original call', () => {
  it('is only a hint, as long as it shows the person', () => {
    const replaced = [{ identity: { user: { id: 'u-1' } }, replacesCallId: 'app/calls/call-0' }];
    const request = { callId, participants: replaced };
    const shown = (more: object) =>
      came('rosterUpdated', {
        callId: 'CALL-0',
        participants: [{ ...entry(), key: 'u1', ...more }],
      });
    const told = story(
      [shown({}), shown({ removed: true }), came('originalCallTerminated', { callId: 'call-0' })],
      request,
    );
    expect(textsOf(told)).toEqual([
      'asked: Bring 1 user into call call-1, in place of call call-0',
      'came: the roster of the original call shows the person: only a hint',
      'came: the roster of the original call no longer shows the person: nothing new',
      'came: the original call ended: accepted',
    ]);
  });
});

describe('a POST in a story', () => {
  it.each<[InviteEventContent, RegExp]>([
    [postFailed('GraphNotSent'), /was not sent \(GraphNotSent\): nothing left/],
    [
      postFailed('GraphThrottled', { status: 429, retryAfterMs: 1_500 }),
      /HTTP 429\), which asks for a pause of 1.5 s: nothing was executed/,
    ],
    [postFailed('GraphUnclear', { status: 504 }), /is unclear \(GraphUnclear, HTTP 504\)/],
    [
      postFailed('GraphRefused', { status: 403, code: 'Forbidden', requestId: 'r-1' }),
      /refused by Graph \(GraphRefused, HTTP 403 Forbidden, request r-1\)/,
    ],
    [postFailed('GraphNotFound', { status: 404 }), /found no call/],
    [postFailed('TypeError'), /is unclear \(TypeError\)/],
    [postFailed('UnknownPayloadKeyError'), /lacks the key/],
    [postTimedOut('scheduleToStart'), /was not sent: no worker took it/],
    [postTimedOut('startToClose'), /is unclear \(the worker gave no answer in time/],
    [{ kind: 'activityCompleted', scheduledId: 2, result: { unreadablePayload: true } }, /unclear/],
  ])('is told by how it failed: %j', (content, text) => {
    expect(lastOf([posted, content])).toMatch(/^answered: .*POST 1/);
    expect(lastOf([posted, content])).toMatch(text);
  });
});

describe('the story of an invite that workers do not get on with', () => {
  const scheduled: InviteEventContent = { kind: 'taskScheduled' };

  it('says of code that fails that nothing is lost, once, and when it goes on', () => {
    const failed = { kind: 'taskFailed', why: 'code', failureType: 'TypeError' } as const;
    const stuck = story([scheduled, { kind: 'taskStarted' }, failed, failed]);
    expect(textsOf(stuck).slice(1)).toEqual([
      "trouble: A workflow task failed: an error in the worker's code (TypeError); the invite waits and is not lost",
    ]);
    expect(stuck.waiting[0]?.text).toMatch(/^a worker with fixed code/);
    const going = story([failed, { kind: 'taskCompleted' }]);
    expect(textsOf(going).at(-1)).toBe('trouble: A worker goes on with it');
    expect(going.waiting).toEqual([]);
  });

  it.each<[InviteEventContent, RegExp]>([
    [{ kind: 'taskFailed', why: 'nondeterminism' }, /does not fit this history/],
    [{ kind: 'taskFailed', why: 'reset' }, /reset the run/],
    [{ kind: 'taskTimedOut', timeout: 'startToClose' }, /did not finish it in time/],
    [{ kind: 'taskTimedOut', timeout: 'scheduleToStart' }, /offered to all workers/],
  ])('names the trouble of %j', (content, text) => {
    expect(lastOf([content])).toMatch(text);
  });

  it("is silent about what is nobody's fault", () => {
    expect(textsOf(story([{ kind: 'taskFailed', why: 'normal' }]))).toHaveLength(1);
  });

  it('asks for a worker where none takes the next step', () => {
    expect(story([scheduled]).waiting).toEqual([
      { text: 'a worker on task queue invites, for 59 s: is one running?' },
    ]);
    const taken = story([scheduled, came('nothing'), came('nothing'), { kind: 'taskStarted' }]);
    expect(textsOf(taken).at(-1)).toBe('trouble: No worker took the next step for 3 s');
  });
});

describe('the story of an invite that runs', () => {
  it('says what is waited for, and until when', () => {
    const timer = { kind: 'timerStarted', timerId: '1', ms: 90_000, summary: 'the end' } as const;
    const told = story([posted, timer]);
    expect(told).toMatchObject({
      state: 'running',
      waiting: [
        { text: 'the answer to POST 1' },
        { text: 'the end', until: '2026-11-01T10:01:32.000Z' },
      ],
    });
    expect(told).not.toHaveProperty('endedAt');
    expect(story([timer, { kind: 'timerCanceled', timerId: '1' }]).waiting).toEqual([]);
    expect(renderStory(told, null)).toMatch(
      /\nWaiting for\n {2}the answer to POST 1\n {2}the end, until/,
    );
  });
});

describe('the story of an invite that ended otherwise', () => {
  it.each<[InviteEventContent, StoryState]>([
    [{ kind: 'terminated' }, 'terminated'],
    [{ kind: 'timedOut' }, 'timedOut'],
    [{ kind: 'completed', result: { outcome: 'none of ours' } }, 'unreadable'],
    [{ kind: 'failed', failureType: 'TypeError', details: undefined }, 'unreadable'],
  ])('says that the outcome is not known: %j', (content, state) => {
    const told = story([content]);
    expect(told.state).toBe(state);
    expect(textsOf(told).at(-1)).toMatch(/not known$/);
    expect(told.advice?.operator).toMatch(/^Look/);
    expect(told.status).toBeUndefined();
  });

  it('says of a cancel whether somebody may still ring', () => {
    const canceled = (outcome: string) =>
      story([posted, { kind: 'outcomeRecorded', outcome }, { kind: 'canceled' }]);
    expect(textsOf(canceled('canceled')).at(-1)).toBe('ended: Canceled: nobody rings any more');
    expect(canceled('canceledUnconfirmed')).toMatchObject({
      outcome: 'canceledUnconfirmed',
      advice: { operator: expect.stringMatching(/^Look into the call/) as string },
    });
  });

  it('still names the type of a failure whose details cannot be read', () => {
    const told = story([{ kind: 'failed', failureType: 'InviteBusy', details: undefined }]);
    expect(told).toMatchObject({ state: 'failed', outcome: 'InviteBusy' });
    expect(told.advice).toEqual({ operator: 'Nothing' });
  });
});

describe('an event of Temporal', () => {
  const decoded = (event: HistoryEvent, values: readonly unknown[] = []) =>
    decodeEvents([{ eventId: null, ...event }], () => Promise.resolve(values));

  it.each([
    [24, 'nondeterminism'],
    [20, 'reset'],
    [1, 'normal'],
    [13, 'normal'],
    [14, 'code'],
  ])('that says why a task failed, by %i, is read as %s', async (cause, why) => {
    const event = { workflowTaskFailedEventAttributes: { cause } };
    expect(await decoded(event)).toMatchObject([{ kind: 'taskFailed', why }]);
  });

  it.each([
    [1, 'startToClose'],
    [2, 'scheduleToStart'],
    [3, 'scheduleToClose'],
    [4, 'other'],
  ])('that says which time ran out, by %i, is read as %s', async (timeoutType, timeout) => {
    const event = {
      activityTaskTimedOutEventAttributes: { failure: { timeoutFailureInfo: { timeoutType } } },
    };
    expect(await decoded(event)).toMatchObject([{ kind: 'activityTimedOut', timeout }]);
  });

  it('with details that nobody can read has none', async () => {
    const applicationFailureInfo = { type: 'InviteBusy', details: { payloads: [{}] } };
    const event = {
      workflowExecutionFailedEventAttributes: { failure: { applicationFailureInfo } },
    };
    expect(await decoded(event, [{ unreadablePayload: true }])).toMatchObject([
      { kind: 'failed', failureType: 'InviteBusy', details: undefined },
    ]);
  });

  it('that concerns no invite is left out', async () => {
    expect(await decoded({ markerRecordedEventAttributes: {} })).toEqual([]);
  });
});

describe('any story', () => {
  it('names no person, neither in words nor as JSON', () => {
    const told = story([posted, came('rosterUpdated', { participants: [entry()] })]);
    const words = `${renderStory(told, null)}${JSON.stringify(told)}`;
    expect(words).toContain('Dial 1 phone number into call call-1');
    expect(words).not.toMatch(/15550100123|Ann/);
  });

  it('stays on its lines whatever came from outside', () => {
    const details = { status: 403, code: 'a\nb\u001b[2J\u2028c' };
    expect(lastOf([posted, postFailed('GraphRefused', details)])).toContain('HTTP 403 a b [2J c)');
  });

  it('can be told of any events in any order', async () => {
    const all = (await Promise.all(historyNames.map(eventsIn))).flat();
    expect(all.length).toBeGreaterThan(400);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 40 }), (events) => {
        const told = storyOf({ inviteId: 'i1', events, now: began });
        const times = told.lines.map(({ at }) => at);
        expect(times).toEqual([...times].sort());
        expect(renderStory(told, null)).not.toMatch(/undefined|NaN|\[object/);
      }),
    );
  });

  it.each(historyNames)('can be told of each beginning of %s', async (name) => {
    const events = await eventsIn(name);
    for (let length = 0; length <= events.length; length += 1) {
      const told = storyOf({ inviteId: 'i1', events: events.slice(0, length), now: began });
      expect(told.state === 'running').toBe(length < events.length);
      expect(renderStory(told, null)).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('survives facts of any shape', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { maxLength: 6 }), (values) => {
        const contents = values.flatMap((value): InviteEventContent[] => [
          { kind: 'signaled', signal: 'rosterUpdated', fact: value },
          { kind: 'activityScheduled', activity: 'readRoster', input: value },
          { kind: 'activityCompleted', scheduledId: 3, result: value },
          { kind: 'failed', failureType: 'InviteFailed', details: value },
        ]);
        expect(() => renderStory(story(contents, values[0]), null)).not.toThrow();
      }),
    );
  });
});

describe('what an operator is told', () => {
  it('is what docs/errors.md says', () => {
    const errors = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...errors.matchAll(/^\| `(\w+)` +\| (.*?) +\| .*? +\| (.*?) +\|$/gm)];
    const plain = (cell = '') => cell.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    const listed = new Map(
      rows.map(([, type = '', meaning, operator]) => [type, [plain(meaning), plain(operator)]]),
    );
    for (const type of inviteFailureTypes) {
      const [meaning, operator] = listed.get(type) ?? [];
      expect(meaning, type).toContain(failureMeanings[type].meaning);
      expect(operator, type).toBe(failureMeanings[type].operator);
    }
  });
});
