import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInviteClient } from '../../client/index.ts';
import { temporaryFolder } from '../../tools/temporary-folder.mjs';
import { bareEnvironment } from './bare-environment.ts';
import { startNode, untilSeen, type StartedProcess } from './started-process.ts';

/** When what was seen, in milliseconds from spawning the command. */
export interface Timeline {
  readonly at: ReadonlyMap<string, number>;
  readonly wrong: readonly string[];
}

/** What both commands say while their stack starts. */
const marks = [
  ['Temporal serves', /^Temporal at /m],
  ['simulator is ready', /^simulator is ready$/m],
  ['worker is ready', /^worker is ready$/m],
  ['webhooks are ready', /^webhooks is ready$/m],
] as const;

/** The local stack until one invite has joined, and its end. */
export async function startRun(root: string, cliPath: string): Promise<Timeline> {
  return run(root, cliPath, ['start'], async (started, note) => {
    await untilSeen(started, () => (started.stderr().includes('Ctrl-C stops') ? true : undefined));
    note('everything is ready');
    await firstInvite(started.stderr());
    note('first invite has joined');
    const begun = performance.now();
    await started.stop();
    return { stopMs: performance.now() - begun, wrong: [] };
  });
}

/** The whole demo. */
export async function demoRun(root: string, cliPath: string): Promise<Timeline> {
  return run(root, cliPath, ['demo'], async (started, note) => {
    await untilSeen(started, () => (/ {2}joined \(/.test(started.stderr()) ? true : undefined));
    note('first invite has joined');
    await untilSeen(started, () => (started.stdout() === '' ? undefined : true));
    note('all scenarios have ended');
    const code = await started.exited;
    note('the command has ended');
    return { wrong: code === 0 ? [] : [`The demo ended with ${code ?? 'a signal'}.`] };
  });
}

interface Ending {
  readonly stopMs?: number;
  readonly wrong: readonly string[];
}

async function run(
  root: string,
  cliPath: string,
  args: readonly string[],
  follow: (started: StartedProcess, note: (mark: string) => void) => Promise<Ending>,
): Promise<Timeline> {
  const home = temporaryFolder('graph-invite-bench-home-');
  // As under npm, so that the command notices when this process dies.
  const settings = { TEMPORAL_CLI_PATH: cliPath, npm_lifecycle_event: args.join(' ') };
  const env = bareEnvironment(home.path, settings);
  const started = startNode({ args: [join(root, 'tools', 'run.mjs'), ...args], env, cwd: root });
  const at = new Map<string, number>();
  const note = (mark: string) => at.set(mark, performance.now() - started.begun);
  try {
    await Promise.all(
      marks.map(async ([mark, said]) => {
        await untilSeen(started, () => (said.test(started.stderr()) ? true : undefined));
        note(mark);
      }),
    );
    const { stopMs, wrong } = await follow(started, note);
    if (stopMs !== undefined) at.set('time to stop everything', stopMs);
    return { at, wrong };
  } finally {
    await started.stop();
    home.remove();
  }
}

/** By what the command tells a person to do. @throws unless it joins */
async function firstInvite(told: string): Promise<void> {
  const [, address] = /TEMPORAL_ADDRESS=(\S+)/.exec(told) ?? [];
  const [, callId, phone] = /--call (\S+) --phone (\S+)/.exec(told) ?? [];
  if (address === undefined || callId === undefined || phone === undefined) {
    throw new Error(`The command did not say how to invite somebody:\n${told}`);
  }
  const invites = createInviteClient({ connection: { address } });
  try {
    const participants = [{ identity: { phone: { id: phone } } }];
    const invite = await invites.start({ inviteId: randomUUID(), callId, participants });
    await invite.result();
  } finally {
    await invites.close();
  }
}
