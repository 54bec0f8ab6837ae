import { describe, expect, test } from 'vitest';
import { violationsOf, type Evidence, type ProcessEvidence } from '../../checker/index.ts';
import { withRun } from './evidence-parts.ts';
import { at } from './ledger-facts.ts';
import { declined, joined } from './stories.ts';

const ofI5 = (evidence: Evidence) =>
  violationsOf(evidence)
    .filter(({ invariant }) => invariant === 'I5')
    .map(({ what }) => what);

const taskFailure = (how: 'failed' | 'timedOut', cause: string) => ({
  taskFailures: [{ how, cause, message: 'what it said', at: at(50) }],
});

describe('something rots inside an invite (I5)', () => {
  test('when a workflow task failed', () => {
    const cause = 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR';
    expect(ofI5(withRun(joined(), taskFailure('failed', cause)))).toEqual([
      expect.stringContaining(`${cause} what it said`),
    ]);
  });

  test.each([
    ['failed', 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND'],
    ['timedOut', 'TIMEOUT_TYPE_START_TO_CLOSE'],
  ] as const)('not when one %s with %s', (how, cause) => {
    expect(ofI5(withRun(joined(), taskFailure(how, cause)))).toEqual([]);
  });

  test('when a workflow ran for too long, unless its worker stood still', () => {
    const taskFailures = taskFailure(
      'failed',
      'WORKFLOW_WORKER_UNHANDLED_FAILURE',
    ).taskFailures.map((failure) => ({
      ...failure,
      message: 'Script execution timed out after 5000ms',
    }));
    const evidence = withRun(joined(), { taskFailures });
    expect(ofI5(evidence)).toHaveLength(1);
    expect(ofI5({ ...evidence, paused: true })).toEqual([]);
  });

  test('when a completed run leaves a timer', () => {
    const pendingTimers = [{ summary: 'the roster must show everyone', startedAt: at(90) }];
    expect(ofI5(withRun(joined(), { pendingTimers }))).toEqual([
      expect.stringContaining('timer still running: the roster must show everyone'),
    ]);
    expect(ofI5(withRun(declined(), { pendingTimers }))).toEqual([]);
  });
});

describe('something rots inside a process (I5)', () => {
  const ended = (more: Partial<ProcessEvidence>) =>
    ofI5({
      ...joined(),
      processes: [{ name: 'worker-1', stoppedBy: 'SIGTERM', exit: 0, output: '', ...more }],
    });

  test('not when it exits 0 on SIGTERM, or is killed', () => {
    expect(ended({ output: '{"msg":"signal while closing: UnhandledCommand"}' })).toEqual([]);
    expect(ended({ stoppedBy: 'SIGKILL', exit: 'SIGKILL' })).toEqual([]);
  });

  test.each([
    [{ exit: 1 }, 'stopped by SIGTERM and ended with 1'],
    [{ exit: 'SIGSEGV' }, 'stopped by SIGTERM and ended with SIGSEGV'],
    [{ stoppedBy: null, exit: 1 }, 'ended with 1 though nobody had stopped it'],
  ] as const)('when it ends with %o', (more, what) => {
    expect(ended(more)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    'Uncaught exception: boom',
    '[UnhandledPromiseRejection: reason]',
    'error: unhandledRejection',
    'TMPRL1100 Nondeterminism error: no command scheduled',
    'Non-deterministic workflow code',
  ])('when it writes %s', (line) => {
    expect(ended({ output: `started\n${line}\nstopped` })).toEqual([`worker-1 wrote: ${line}`]);
  });
});
