import { describe, expect, it } from 'vitest';
import { InviteFailedError, type InviteResult } from '../../../client/index.ts';
import { errorText, joinedText } from '../../../cli/demo/actual.ts';
import { readDemoConfig } from '../../../cli/demo/config.ts';
import { readLedgerEntry } from '../../../cli/demo/ledger-entry.ts';
import { runLink } from '../../../cli/run-link.ts';
import { resultLine, statusLine } from '../../../cli/status-line.ts';
import { table } from '../../../cli/table.ts';

const result: InviteResult = {
  outcome: 'joined',
  scenario: 'replace',
  callId: 'c1',
  inviteId: 'i1',
  operationId: null,
  participants: [{ identity: { user: { id: 'u1' } }, participantId: null, rosterConfirmed: true }],
  originalCall: { callId: 'c0', terminated: true },
  confirmedBy: { completion: 'notification', roster: 'reconciliation', teardown: 'notification' },
  postedAt: '2026-11-01T10:00:00Z',
  completedAt: '2026-11-01T10:00:01Z',
  joinedAt: '2026-11-01T10:00:02Z',
};

describe('lines for people', () => {
  it('tell the phase, the wait and what is known', () => {
    const status = {
      phase: 'awaitingTeardown',
      waitingUntil: '2026-11-01T10:00:00Z',
      confirmedBy: { completion: 'response', roster: 'notRequired' },
    } as const;
    expect(statusLine(status)).toMatch(
      /^awaitingTeardown, until \d\d:\d\d:\d\d, completion: response$/,
    );
  });

  it('tell a result without naming anybody', () => {
    expect(resultLine(result)).toBe(
      'joined (replace): 1 person, original call ended; completion: notification, roster: reconciliation, teardown: notification',
    );
  });

  it('stand in columns', () => {
    expect(
      table(
        ['A', 'LONG', 'Z'],
        [
          ['aaa', 'b', ''],
          ['', 'c', 'dd'],
        ],
      ),
    ).toBe('A    LONG  Z\naaa  b\n     c     dd\n');
  });

  it('link to a run, whose id has a slash', () => {
    const run = { uiUrl: 'http://ui.example/', namespace: 'n', workflowId: 'invite/i:1' };
    expect(runLink(run)).toBe('http://ui.example/namespaces/n/workflows/invite%2Fi%3A1');
    expect(runLink({ ...run, uiUrl: undefined })).toBeNull();
  });
});

describe('the demo', () => {
  it('compares ends by everything a result says of its evidence', () => {
    expect(joinedText(result)).toBe(
      'joined (replace; completion: notification, roster: reconciliation, teardown: notification)',
    );
    const failed = new InviteFailedError('i1', {
      outcome: 'InviteFailed',
      joined: false,
      retryAdvice: 'later',
      resultInfo: { code: 500, subcode: 0, diagnosticCode: '580#5201' },
    });
    expect(errorText(failed)).toBe('InviteFailed (500/0, diagnostic 580#5201; retry: later)');
  });

  it('asks for all its settings together', () => {
    expect(() => readDemoConfig({ SIMULATOR_URL: 'x' })).toThrow(
      /SIMULATOR_URL must be a URL\n.*DEMO_NOTIFICATION_URL is required/,
    );
  });

  it('reads what it knows of a ledger and leaves the rest', () => {
    const entry = { seq: 1, at: '2026-11-01T10:00:00Z', type: 'rang', clientContext: null };
    expect(readLedgerEntry(entry)).toMatchObject([{ type: 'rang', clientContext: undefined }]);
    expect(readLedgerEntry({ type: 'rang' })).toEqual([]);
  });
});
