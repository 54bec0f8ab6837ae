import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../support/stack.ts';
import type { EndedProcess, StackProcess } from '../support/stack-process.ts';
import type { Strike } from './strikes.ts';

export interface Field {
  readonly stack: Stack;
  readonly failedStarts: Set<EndedProcess>;
  /** How often each process was hit: who starts one again gives up when it is hit once more. */
  readonly hits: Map<string, number>;
  /** Starts that outlast their strike: webhooks that cannot fetch the keys are not ready for half a minute. */
  readonly starting: Promise<void>[];
}

type Hit<Lane extends Strike['lane']> = Extract<Strike, { readonly lane: Lane }>;

/** Does what a strike says, waits, and undoes it; a process that was ended is ready again at the end. */
export async function dealBlow(field: Field, strike: Strike): Promise<void> {
  switch (strike.lane) {
    case 'processes':
      await hitProcess(field, strike);
      return;
    case 'links':
      await hitLinks(field.stack, strike);
      return;
    case 'keys':
      await hitKeys(field.stack, strike);
  }
}

async function hitProcess(field: Field, { kind, process, forMs }: Hit<'processes'>) {
  const { temporal } = field.stack;
  if (kind === 'temporalKilled') {
    await temporal.kill();
    await sleep(forMs);
    await temporal.start();
    return;
  }
  const hit = field.stack.process(process);
  if (kind === 'workerPaused') {
    hit.pause();
    await sleep(forMs);
    hit.resume();
    return;
  }
  const turn = (field.hits.get(process) ?? 0) + 1;
  field.hits.set(process, turn);
  await (kind.endsWith('Killed') ? hit.kill() : hit.stop());
  await sleep(forMs);
  const starting = startAgain(field, hit, turn);
  field.starting.push(starting);
  await Promise.race([starting, sleep(patienceMs)]);
}

const patienceMs = 12_000;

/** A process that cannot reach what it needs ends with an error; whoever runs it starts it again. */
async function startAgain(field: Field, process: StackProcess, turn: number): Promise<void> {
  const { stack, failedStarts, hits } = field;
  for (let tries = 1; hits.get(process.name) === turn; tries += 1) {
    try {
      await process.start();
      return;
    } catch (error) {
      // It was hit once more, or it runs and only waits for what it needs.
      if (hits.get(process.name) !== turn || process.isRunning()) return;
      const ended = stack.ended.findLast(({ name }) => name === process.name);
      if (ended?.stoppedBy !== null || tries > 20) throw error;
      failedStarts.add(ended);
      await sleep(500);
    }
  }
}

async function hitLinks(
  { links }: Stack,
  { between, process, state, forMs }: Hit<'links'>,
): Promise<void> {
  const hit = links.filter(
    (link) => link.between === between && (process === 'all' || link.process === process),
  );
  for (const { proxy } of hit) proxy.set(state);
  await sleep(forMs);
  for (const { proxy } of hit) {
    proxy.set({ kind: 'pass' });
    // What was silent stays dead otherwise, until its ends give up: here the outage is to be over.
    if (state.kind === 'silent') proxy.resetAll();
  }
}

/** The key set is fetched when a key is not known: after a rotation, or when a stranger knocks with one of their own. */
async function hitKeys({ simulator, webhooks }: Stack, strike: Hit<'keys'>): Promise<void> {
  const { forMs } = strike;
  if (strike.kind === 'keysRotated') {
    await simulator.rotateKeys({ keepOld: strike.keepOld });
    return;
  }
  simulator.setFaults({ keys: { keySet: strike.state } });
  const [statuses] = await Promise.all([
    knock(webhooks, await strangeToken(simulator)),
    sleep(forMs),
  ]);
  simulator.setFaults({});
  if (statuses.some((status) => status < 300)) {
    throw new Error('A token of a key that is in no key set was accepted.');
  }
}

function strangeToken(simulator: Stack['simulator']): Promise<string> {
  return simulator.mintToken({ header: { kid: randomUUID() } });
}

/** What each replica answers; 599 where nothing came back. */
async function knock(webhooks: Stack['webhooks'], token: string): Promise<readonly number[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ value: [] });
  return await Promise.all(
    webhooks.map(({ callbackUri }) =>
      fetch(callbackUri, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(10_000),
      }).then(
        ({ status }) => status,
        () => 599,
      ),
    ),
  );
}
