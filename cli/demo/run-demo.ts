import { randomUUID } from 'node:crypto';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { withSession } from '../session.ts';
import { clock } from '../status-line.ts';
import { table } from '../table.ts';
import { readDemoConfig } from './config.ts';
import { runScenario, staggered, type ScenarioReport } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';
import { simulatorControl } from './simulator-control.ts';

/** Drives every scenario at once; progress goes to stderr, the result to stdout. Answers with the exit code. */
export async function runDemo(io: Io, { json }: { readonly json: boolean }): Promise<number> {
  const config = readDemoConfig(io.env);
  const simulator = simulatorControl(config.simulatorUrl, config.notificationUrl);
  const demoId = randomUUID().slice(0, 8);
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const reports = await withSession(io, ({ invites, link }) =>
    Promise.all(
      scenarios.map(async (scenario, index) => {
        await staggered(index);
        const inviteId = `demo-${demoId}-${slug(scenario.name)}`;
        const say = (line: string) => {
          io.err(`${clock(new Date())}  ${scenario.name.padEnd(width)}  ${line}\n`);
        };
        return runScenario(scenario, { invites, simulator, inviteId, link, say });
      }),
    ),
  );
  const ok = reports.every((report) => report.ok);
  io.out(json ? `${JSON.stringify({ scenarios: reports, ok }, null, 2)}\n` : summary(reports, ok));
  return ok ? exitCodes.ok : exitCodes.failed;
}

function summary(reports: readonly ScenarioReport[], ok: boolean): string {
  const rows = reports.map(({ name, actual, expected, ok: asExpected, url, workflowId }) => [
    asExpected ? 'ok' : 'WRONG',
    name,
    asExpected ? actual : `${actual} (expected: ${expected})`,
    url ?? workflowId,
  ]);
  const good = reports.filter((report) => report.ok).length;
  const total = `${good} of ${reports.length} scenarios ended as documented.`;
  return `\n${table(['', 'SCENARIO', 'ENDED', 'RUN'], rows)}\n${ok ? total : `${total} See WRONG above.`}\n`;
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
