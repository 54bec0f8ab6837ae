import { machineFacts } from '../support/machine.ts';
import { randomOf } from '../support/random.ts';
import type { BenchReport, PartReport } from '../support/report.ts';
import { sendAtRate } from '../webhooks/open-loop.ts';
import { notify } from '../webhooks/requests.ts';
import { measure } from './measure.ts';
import type { MeetingOptions } from './options.ts';
import { partReport } from './part-report.ts';
import { newMeeting, rosterBody } from './roster.ts';
import { startMeetingStack, type MeetingStack } from './stack.ts';

const warmUp = { rate: 5, seconds: 4 };

/** Runs the chosen parts one after the other, each on a call of its own, before the same processes. */
export async function runParts(
  options: MeetingOptions,
  root: string,
  log: (line: string) => void,
): Promise<BenchReport> {
  const machine = await machineFacts(root);
  const at = new Date().toISOString();
  log(`Load average: ${machine.loadBefore.join(', ')}. Starting server, worker and webhooks ...`);
  const stack = await startMeetingStack(log);
  try {
    await warm(stack, options);
    const parts: PartReport[] = [];
    for (const part of options.parts) {
      log(`${part}: ${options.rate} rosters a second for ${options.seconds} s ...`);
      parts.push(partReport(part, await measure(part, stack, options), options));
    }
    return {
      benchmark: 'meeting',
      title: 'A large meeting',
      at,
      machine,
      settings: { ...options },
      rounds: `1 of ${options.seconds} s`,
      parts,
    };
  } finally {
    await stack.stop();
  }
}

/** The first rosters pay for what a process compiles and fetches once, the signing keys among it. */
async function warm(stack: MeetingStack, { entries, seed }: MeetingOptions): Promise<void> {
  const body = rosterBody(newMeeting(entries, randomOf(seed, 'warm-up')), []);
  const [token] = await stack.service.mint(1);
  const request = () => notify(token, body);
  await sendAtRate({ url: stack.webhooksUrl, ...warmUp, connections: 4, request });
}
