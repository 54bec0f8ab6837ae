import { join } from 'node:path';
import { buildCopy } from '../../support/built-copy.ts';
import { judge } from '../../support/budget.ts';
import { startChild, type Child } from '../../support/child.ts';
import { megabytes, milliseconds } from '../../support/figures.ts';
import { median } from '../../support/statistics.ts';
import type { PartReport } from '../../support/report.ts';
import { temporaryFolder } from '../../../tools/temporary-folder.mjs';
import { cutHistories } from '../cut-history.ts';
import { BundledSchema, LoadedSchema } from '../load-protocol.ts';
import type { StartupBench } from '../startup-bench.ts';

const loadProcess = 'bench/startup/load-process.ts';
const bareWorkflow = 'bench/startup/bare-workflow.ts';

/** So that what a worker does once is in none of the two loads whose difference counts. */
const fewLoads = 50;

interface Loads {
  readonly bare: number[];
  readonly register: number[];
  readonly invite: number[];
  readonly whole: number[];
}

/** Bundling at start beside the prebuilt bundle, and what it takes to load a workflow. */
export async function workflows({ options, root, log }: StartupBench): Promise<PartReport> {
  const folder = temporaryFolder('graph-invite-bench-workflows-');
  const copy = buildCopy(root, [loadProcess, bareWorkflow]);
  const child = startChild(copy.fileOf(loadProcess));
  try {
    const ours = join(root, 'dist', 'workflow-bundle.js');
    const bare = join(folder.path, 'bare.js');
    await bundle(child, { workflowsPath: copy.fileOf(bareWorkflow), target: bare });
    const histories = cutHistories(join(root, 'test', 'replay', 'histories'), folder.path);
    const bundled = [];
    const loads: Loads = { bare: [], register: [], invite: [], whole: [] };
    for (let round = 1; round <= options.rounds; round += 1) {
      log(`workflows: round ${round} of ${options.rounds} ...`);
      bundled.push(await bundle(child, sourcesIn(root)));
      const cpuOf = (codePath: string, history: string, workflowId = inviteRun) =>
        cpuOfLoad(child, { codePath, history, workflowId }, options.loads);
      loads.bare.push(await cpuOf(bare, histories.bare));
      loads.register.push(await cpuOf(ours, histories.register, 'call/recorded'));
      loads.invite.push(await cpuOf(ours, histories.invite));
      loads.whole.push(await cpuOf(ours, histories.wholeInvite));
    }
    return reportOf(bundled, loads, options.loads);
  } finally {
    await child.stop();
    copy.remove();
    folder.remove();
  }
}

const inviteRun = 'invite/recorded';

function sourcesIn(root: string) {
  const built = (name: string) => join(root, 'dist', 'workflows', `${name}.js`);
  return { workflowsPath: built('index'), payloadConverterPath: built('payload-converter') };
}

async function bundle(
  child: Child,
  what: {
    readonly workflowsPath: string;
    readonly payloadConverterPath?: string;
    readonly target?: string;
  },
) {
  return BundledSchema.parse(await child.ask({ kind: 'bundle', ...what }));
}

/** Milliseconds for one of them. */
async function cpuOfLoad(
  child: Child,
  what: { readonly codePath: string; readonly history: string; readonly workflowId: string },
  count: number,
): Promise<number> {
  const load = async (howMany: number) => {
    const loaded = LoadedSchema.parse(await child.ask({ kind: 'load', ...what, count: howMany }));
    if (loaded.failures.length > 0)
      throw new Error(`A history does not replay: ${loaded.failures.join()}`);
    return loaded.cpuMs;
  };
  const few = await load(fewLoads);
  return ((await load(fewLoads + count)) - few) / count;
}

function reportOf(
  bundled: readonly { ms: number; cpuMs: number; bytes: number; bytesWithoutMap: number }[],
  loads: Loads,
  count: number,
): PartReport {
  const own = loads.register.map((cpuMs, round) => cpuMs - (loads.bare[round] ?? 0));
  const kilobytes = median(bundled.map(({ bytesWithoutMap }) => bytesWithoutMap)) / 1_000;
  return {
    part: 'workflows',
    title: 'the workflow bundle, and loading one workflow',
    circumstances: [
      'Bundling is what a worker without the prebuilt bundle would do at each start; the worker of "processes" loads the prebuilt one.',
      `Loading: ${count} histories replayed one after the other in one worker, each of which loads a workflow into the isolate, runs its tasks and removes it; CPU of all threads, the native ones too. The CPU of ${fewLoads} replays is subtracted from that of ${fewLoads + count}, so that what a worker does once is in no figure.`,
      'Recorded histories serve, since with a live server the CPU of polling and answering would be in the figure. A bare workflow, alone in its bundle, has one task and no command: the price of the SDK. The first task of a register does next to nothing with our whole bundle, so that it stands for loading; that of an invite goes up to its POST; its whole history is what it costs when it was removed from the cache and comes back at its end.',
    ],
    figures: [
      milliseconds(
        'bundling at start',
        bundled.map(({ ms }) => ms),
      ),
      milliseconds(
        'bundling at start, CPU',
        bundled.map(({ cpuMs }) => cpuMs),
      ),
      megabytes(
        'bundle with its source map',
        bundled.map(({ bytes }) => bytes / 1e6),
      ),
      milliseconds('CPU to load a bare workflow', loads.bare),
      milliseconds('CPU to load a workflow of ours', loads.register),
      milliseconds('CPU that our bundle adds to a bare one', own),
      milliseconds('CPU to load an invite and run its first task', loads.invite),
      milliseconds('CPU to load an invite and replay all of it', loads.whole),
    ],
    verdicts: [
      judge(
        { what: 'bundle without its source map', unit: 'kB', bound: 'atMost', limit: 700 },
        kilobytes,
      ),
      judge(
        {
          what: 'CPU to load a workflow of ours',
          unit: 'ms',
          bound: 'atMost',
          limit: 3,
        },
        median(loads.register),
      ),
    ],
    wrong: [],
  };
}
