/** One connection through the fault proxy: the caller's end, the target's end, and a lane each way. */
import { connect, type Socket } from 'node:net';
import { cut } from './fault-proxy-cut.ts';
import { createLane, type Lane } from './fault-proxy-lane.ts';
import type { LinkState } from './fault-proxy.ts';

export interface Connection {
  /** Resolves when both ends are gone. */
  readonly closed: Promise<void>;
  stateChanged(): void;
  reset(): void;
}

interface ConnectionOptions {
  readonly caller: Socket;
  readonly target: { readonly host: string; readonly port: number };
  readonly state: () => LinkState;
  readonly random: () => number;
}

interface Pair {
  readonly ends: readonly Socket[];
  readonly state: () => LinkState;
  /** Something was swallowed, so nothing that comes later can make sense. */
  dead: boolean;
}

interface Way {
  readonly source: Socket;
  readonly lane: Lane;
  readonly carries: 'requests' | 'answers';
}

export function joinEnds({ caller, target, state, random }: ConnectionOptions): Connection {
  if (state().kind === 'silent') return swallowed(caller, state);
  const callee = connect({ ...target, allowHalfOpen: true, noDelay: true });
  const pair: Pair = { ends: [caller, callee], state, dead: false };
  const requests = createLane({ source: caller, sink: callee, state, random });
  const answers = createLane({ source: callee, sink: caller, state, random });
  addWay(pair, { source: caller, lane: requests, carries: 'requests' });
  addWay(pair, { source: callee, lane: answers, carries: 'answers' });
  return {
    closed: closed(pair),
    reset: () => {
      reset(pair);
    },
    stateChanged: () => {
      if (state().kind === 'silent') {
        if (requests.drop() + answers.drop() > 0) pair.dead = true;
      } else if (pair.dead) {
        endIfHalfGone(pair);
      } else if (state().kind === 'answersCut' && answers.waitingBytes() > 0) {
        reset(pair);
      } else {
        requests.wake();
        answers.wake();
      }
    },
  };
}

/** The target never hears of it. */
function swallowed(caller: Socket, state: () => LinkState): Connection {
  const pair: Pair = { ends: [caller], state, dead: true };
  caller.resume();
  caller.on('error', () => undefined);
  caller.on('end', () => {
    reset(pair);
  });
  return {
    closed: closed(pair),
    reset: () => {
      reset(pair);
    },
    stateChanged: () => undefined,
  };
}

function addWay(pair: Pair, { source, lane, carries }: Way): void {
  const isSilent = () => pair.state().kind === 'silent';
  source.on('data', (bytes: Buffer) => {
    if (isSilent()) pair.dead = true;
    if (pair.dead) return;
    if (carries === 'answers' && pair.state().kind === 'answersCut') reset(pair);
    else lane.take({ kind: 'bytes', bytes });
  });
  const gone = (kind: 'end' | 'reset') => {
    if (isSilent()) pair.dead = true;
    if (!pair.dead) lane.take({ kind });
    else if (!isSilent() || pair.ends.every(isGone)) reset(pair);
  };
  source.on('end', () => {
    gone('end');
  });
  source.on('error', () => {
    gone('reset');
  });
}

/** In silence one peer closed, and the other could not hear of it. Its next packet would have met a reset. */
function endIfHalfGone(pair: Pair): void {
  if (pair.ends.some(isGone)) reset(pair);
}

function isGone(end: Socket): boolean {
  return end.destroyed || end.readableEnded;
}

function reset({ ends }: Pair): void {
  for (const end of ends) cut(end);
}

async function closed({ ends }: Pair): Promise<void> {
  await Promise.all(ends.map((end) => new Promise((resolve) => end.once('close', resolve))));
}
