import { setTimeout as sleep } from 'node:timers/promises';
import type { InviteClient, InviteHandle } from '../../client/index.ts';
import { inviteWorkflowId } from '../../contracts/ids.ts';
import { statusLine } from '../status-line.ts';
import { errorText, joinedText } from './actual.ts';
import type { Scenario, Scene } from './scenario.ts';
import type { SimulatorControl } from './simulator-control.ts';

export interface Run {
  readonly invites: InviteClient;
  readonly simulator: SimulatorControl;
  readonly inviteId: string;
  readonly link: (workflowId: string) => string | null;
  /** Shows one line of progress. */
  readonly say: (line: string) => void;
}

export interface ScenarioReport {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly ok: boolean;
  readonly workflowId: string;
  readonly url: string | null;
}

/** Longer than any demo invite may take; without a worker there would be no end to wait for. */
const giveUpMs = 25_000;

/** One scenario from its calls to the comparison with what the simulator saw. */
export async function runScenario(scenario: Scenario, run: Run): Promise<ScenarioReport> {
  const { name, expected } = scenario;
  const workflowId = inviteWorkflowId(run.inviteId);
  const actual = await actualOf(scenario, run).catch(errorText);
  run.say(actual);
  return { name, expected, actual, ok: actual === expected, workflowId, url: run.link(workflowId) };
}

async function actualOf(scenario: Scenario, run: Run): Promise<string> {
  const { inviteId, simulator } = run;
  const scene = await scenario.setUp({ inviteId, simulator });
  const invite = await run.invites.start({ inviteId, ...scene.request });
  run.say(`started${linkOf(run, invite)}`);
  const [end] = await Promise.all([endOf(invite, run), scene.meanwhile?.()]);
  const problems = await problemsOf(scenario, scene, run, end.at);
  return [end.text, ...problems].join('; but ');
}

async function endOf(
  invite: InviteHandle,
  run: Run,
): Promise<{ readonly text: string; readonly at: number }> {
  const giveUp = AbortSignal.timeout(giveUpMs);
  const ended = new AbortController();
  const shown = showPhases(invite, run, ended.signal);
  try {
    const result = await invite.result({ signal: giveUp });
    return { text: joinedText(result), at: Date.now() };
  } catch (error) {
    const text = giveUp.aborted ? `no end within ${giveUpMs / 1000} s` : errorText(error);
    return { text, at: Date.now() };
  } finally {
    ended.abort();
    await shown;
  }
}

/** Progress only: what goes wrong with it shows in the result. */
async function showPhases(invite: InviteHandle, run: Run, signal: AbortSignal): Promise<void> {
  try {
    for await (const status of invite.watch({ pollMs: 250, signal })) {
      if (status.phase !== 'done') run.say(statusLine(status));
    }
  } catch {
    return;
  }
}

/** Beside the scenario's own checks: Graph acted on exactly one POST, and each person was rung once. */
async function problemsOf(
  { people }: Scenario,
  { check }: Scene,
  { inviteId, simulator }: Run,
  endedAt: number,
): Promise<readonly string[]> {
  const ledger = await simulator.ledger();
  const ours = ledger.filter((one) => one.clientContext === inviteId);
  const posts = ours.filter((one) => one.type === 'postReceived' && one.executed).length;
  const rings = ours.filter((one) => one.type === 'rang').length;
  return [
    ...(posts === 1 ? [] : [`${posts} POSTs were executed`]),
    ...(rings === people ? [] : [`${rings} instead of ${people} rang`]),
    ...(check?.({ ledger, endedAt }) ?? []),
  ];
}

function linkOf({ link }: Run, { workflowId }: InviteHandle): string {
  const url = link(workflowId);
  return url === null ? `: ${workflowId}` : `: ${url}`;
}

/** Waits a little between two starts, so that lines of progress stay in the order of the table. */
export function staggered(index: number): Promise<void> {
  return sleep(index * 60);
}
