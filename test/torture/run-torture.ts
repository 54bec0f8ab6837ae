import { startStack, type Stack } from '../support/stack.ts';
import type { CallerStory } from './caller.ts';
import { carryOut, makeCalls } from './carry-out.ts';
import { gather } from './gather.ts';
import { garbledIn } from './garbled.ts';
import { startNemesis, type Nemesis } from './nemesis.ts';
import { outageMsOf } from './outage.ts';
import type { TorturePlan } from './plan.ts';
import { showProgress } from './progress.ts';
import { awaitQuiet } from './quiet.ts';
import { recoveriesOf } from './recovery.ts';
import type { Findings } from './judge.ts';

export interface RunOptions {
  readonly plan: TorturePlan;
  readonly log: (line: string) => void;
  /** Told of the stack as soon as there is one, for whoever has to end it early. */
  readonly onStack?: (stack: Stack) => void;
}

/** Starts the product with its surroundings, carries out the plan, stops everything, and tells what is left. */
export async function runTorture({ plan, log, onStack }: RunOptions): Promise<Findings> {
  const begunAt = Date.now();
  log('Starting Temporal, the simulator, two workers and two webhooks ...');
  const stack = await startStack(stackOptions(plan));
  onStack?.(stack);
  try {
    const { stories, nemesis } = await endure(stack, plan, log);
    log('All invites have ended; waiting until Graph has nothing more to say ...');
    await awaitQuiet(stack.simulator, plan);
    const { timelines, ...gathered } = await gather(stack, plan, stories);
    const secrets = [...plan.secrets, await tokenStart(stack)];
    log('Stopping everything ...');
    const ended = await stack.close();
    const { struck, failedStarts } = nemesis;
    return {
      ...{ plan, stories, struck, failedStarts: failedStarts.size },
      recoveries: recoveriesOf(struck, timelines),
      durationMs: Date.now() - begunAt,
      evidence: {
        ...gathered,
        outageMs: outageMsOf(struck, gathered.invites),
        paused: struck.some(({ strike }) => strike.kind === 'workerPaused'),
        ...{ canaries: plan.canaries, secrets, exempt: garbledIn(plan) },
        processes: ended.filter((run) => !failedStarts.has(run)),
      },
    };
  } finally {
    await stack.close();
  }
}

function stackOptions({ seed }: TorturePlan) {
  return {
    ...{ seed, workers: 2, webhooks: 2 },
    simulator: { redelivery: { tries: 5, backoffMs: 200, timeoutMs: 5_000 } },
    env: { LOG_LEVEL: 'info' },
  };
}

async function endure(
  stack: Stack,
  plan: TorturePlan,
  log: (line: string) => void,
): Promise<{ readonly stories: readonly CallerStory[]; readonly nemesis: Nemesis }> {
  makeCalls(stack, plan);
  const counts = { started: 0, ended: 0 };
  const invites = plan.calls.reduce((sum, call) => sum + call.invites.length, 0);
  const nemesis = startNemesis(stack, plan.strikes);
  const { simulator } = stack;
  const endProgress = showProgress({ counts, nemesis, simulator, invites }, log);
  try {
    return { stories: await carryOut(stack, plan, counts), nemesis };
  } finally {
    await nemesis.stop();
    endProgress();
  }
}

/** How every token of the notifications begins: algorithm and type come first. */
async function tokenStart({ simulator }: Stack): Promise<string> {
  return (await simulator.mintToken()).slice(0, 24);
}
