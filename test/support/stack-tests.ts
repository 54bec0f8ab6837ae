/** A stack for the tests of one file, and the proof at its end that nothing was lost. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { describeViolations, gatherInvite, violationsOf } from '../checker/index.ts';
import { replayErrors } from './replay.ts';
import { endOf, startInvite, type InviteOptions, type StackInvite } from './stack-invites.ts';
import { startStack, type Stack, type StackOptions } from './stack.ts';

export interface StackUnderTest {
  /** Inside tests only. */
  readonly stack: () => Stack;
  /** Starts an invite whose end, history and posts are looked at when all tests are done. */
  readonly invite: (options?: InviteOptions) => Promise<StackInvite>;
  /** As many of the same. */
  readonly several: (count: number, options?: InviteOptions) => Promise<readonly StackInvite[]>;
  /** Looks at this one too, which somebody else started. */
  readonly watch: (invite: StackInvite) => void;
}

/** Starts a stack before the tests; afterwards no invariant is violated, every run replays, every process ended well. */
export function useStack(options: StackOptions = {}): StackUnderTest {
  let running: Stack | undefined;
  const invites: StackInvite[] = [];
  const stack = () => {
    if (!running) throw new Error('A stack can be used inside tests only.');
    return running;
  };
  beforeAll(async () => {
    running = await startStack({ cliPath: inject('temporalCliPath') ?? undefined, ...options });
  });
  afterAll(async () => {
    try {
      if (running) await proveNothingWasLost(running, invites);
    } finally {
      await running?.close();
    }
  });
  const invite = async (wanted: InviteOptions = {}) => {
    const started = await startInvite(stack(), wanted);
    invites.push(started);
    return started;
  };
  return {
    stack,
    invite,
    several: (count, wanted) => Promise.all(Array.from({ length: count }, () => invite(wanted))),
    watch: (started) => invites.push(started),
  };
}

/** Longer than any outage of these tests. */
const outageMs = 120_000;

async function proveNothingWasLost(stack: Stack, invites: readonly StackInvite[]): Promise<void> {
  stack.heal();
  const evidence = await Promise.all(
    invites.map(async (invite) =>
      gatherInvite(stack.client, { ...invite, callerSaw: await endOf(invite) }),
    ),
  );
  await replayAll(stack, invites);
  const ledger = stack.simulator.ledger();
  const processes = await stack.close();
  const violations = violationsOf({ ledger, invites: evidence, processes, outageMs });
  expect(violations, describeViolations(violations)).toEqual([]);
}

async function replayAll({ client }: Stack, invites: readonly StackInvite[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
  expect(existsSync(codePath)).toBe(true);
  const runs = invites.map(({ handle }) => client.workflow.getHandle(handle.workflowId));
  expect(await replayErrors({ codePath }, runs)).toEqual([]);
}
