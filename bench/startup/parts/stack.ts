import { milliseconds } from '../../support/figures.ts';
import type { PartReport } from '../../support/report.ts';
import { localCli } from '../dev-server-cost.ts';
import { demoRun, startRun, type Timeline } from '../local-stack-runs.ts';
import type { StartupBench } from '../startup-bench.ts';

/** `npm start` up to its first invite, and the whole demo, with everything installed and built. */
export async function stack({ options, root, log }: StartupBench): Promise<PartReport> {
  const { cliPath } = await localCli(log);
  const runs = { start: new Array<Timeline>(), demo: new Array<Timeline>() };
  for (let round = 1; round <= options.rounds; round += 1) {
    log(`stack: round ${round} of ${options.rounds}, start ...`);
    runs.start.push(await startRun(root, cliPath));
    log(`stack: round ${round} of ${options.rounds}, demo ...`);
    runs.demo.push(await demoRun(root, cliPath));
  }
  return {
    part: 'stack',
    title: 'npm start and npm run demo, warm',
    circumstances: [
      'All times from spawning the command that npm runs (npm itself adds its own start), with dependencies installed, dist/ built and a Temporal CLI at hand; the database is a new one.',
      'First invite of start: a phone of the simulator that answers at once; the time ends when a client that connects as soon as the stack is ready has the result.',
      'The demo runs all its scenarios at once; what it takes beyond the start of the stack are their own waits for deadlines and answers.',
    ],
    figures: [...figuresOf('start', runs.start), ...figuresOf('demo', runs.demo)],
    verdicts: [],
    wrong: runs.demo.flatMap((run) => run.wrong),
  };
}

function figuresOf(command: string, runs: readonly Timeline[]) {
  const marks = [...new Set(runs.flatMap(({ at }) => [...at.keys()]))];
  return marks.map((mark) =>
    milliseconds(
      `${command}, ${mark}`,
      runs.flatMap(({ at }) => at.get(mark) ?? []),
    ),
  );
}
