import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { watchBusy, type Busy } from '../busy.ts';
import { startLocalTemporal } from '../../support/local-temporal.ts';
import { acknowledged, createMarkedLoads, type MarkedLoad } from '../marked-load.ts';
import { sendAtRate, type Sample } from '../open-loop.ts';
import { randomOf } from '../../support/random.ts';
import type { PartReport } from '../../support/report.ts';
import { startServerUnderLoad, type ServerUnderLoad } from '../server-under-load.ts';
import { startWaitingInvites, type WaitingInvites } from '../waiting-invites.ts';
import { realReport, type Burst, type Steady } from './real-report.ts';

const rate = 150;
const inviteCount = 400;
/** Ten times the rate, the steady one included. */
const burst = { rate: 9 * rate, seconds: 10, beforeSeconds: 3, afterSeconds: 25 };
/** Below the server's own limit of 1,000, so that none is turned away before it could be answered. */
const burstConnections = 700;
const warmUpSeconds = 3;

/** One server before a real Temporal: a long load at a constant rate, and a burst of ten times that. */
export async function real(bench: Bench): Promise<PartReport> {
  const temporal = await startLocalTemporal(bench.log);
  try {
    const { address, namespace } = temporal;
    const random = randomOf(bench.options.seed, 'waiting invites');
    const waiting = await startWaitingInvites({ address, namespace, count: inviteCount, random });
    const behind = { kind: 'temporal', address, namespace } as const;
    const server = await startServerUnderLoad(bench.copy, bench.service, behind);
    try {
      return await loadAndCheck(bench, server, waiting);
    } finally {
      await server.stop();
      await waiting.close();
    }
  } finally {
    await temporal.stop();
  }
}

interface Sent {
  readonly load: MarkedLoad;
  readonly samples: readonly Sample[];
}

async function loadAndCheck(
  { options, service, log }: Bench,
  server: ServerUnderLoad,
  waiting: WaitingInvites,
): Promise<PartReport> {
  const { invites } = waiting;
  const random = randomOf(options.seed, 'notifications');
  const nextLoad = await createMarkedLoads({ service, invites, random });
  const send = async (perSecond: number, seconds: number, connections: number): Promise<Sent> => {
    const load = nextLoad();
    const { request } = load;
    const { url } = server;
    return {
      load,
      samples: await sendAtRate({ url, rate: perSecond, seconds, connections, request }),
    };
  };
  const warmUp = await send(rate / 3, warmUpSeconds, 50);
  log(`real: ${rate} notifications a second for ${options.realSeconds} s ...`);
  const [long, longBusy] = await whileWatched(server, () => send(rate, options.realSeconds, 100));
  log(`real: a burst of ${10 * rate} a second for ${burst.seconds} s ...`);
  const [[beside, crowd], burstBusy] = await whileWatched(server, () => sendBurst(send));
  const peakRssMb = (await server.usage()).peakRssMb;
  log('real: looking for every acknowledged notification in the histories ...');
  const stored = await waiting.storedMarks();
  const marks = [warmUp, long, beside, crowd].flatMap((one) => acknowledged(one.load, one.samples));
  const steady: Steady = { samples: long.samples, busy: longBusy };
  const endMs = (burst.beforeSeconds + burst.seconds) * 1_000;
  const burstFound: Burst = {
    ...{ beside: beside.samples, crowd: crowd.samples, endMs, busy: burstBusy },
  };
  return realReport({
    rate,
    invites: inviteCount,
    seconds: options.realSeconds,
    peakRssMb,
    steady,
    burst: burstFound,
    marks,
    stored,
  });
}

/** The steady notifications go on before, beside and after the burst, on connections of their own. */
async function sendBurst(
  send: (perSecond: number, seconds: number, connections: number) => Promise<Sent>,
): Promise<[Sent, Sent]> {
  const { beforeSeconds, seconds, afterSeconds } = burst;
  const crowd = async () => {
    await pause(beforeSeconds * 1_000);
    return send(burst.rate, seconds, burstConnections);
  };
  return Promise.all([send(rate, beforeSeconds + seconds + afterSeconds, 100), crowd()]);
}

async function whileWatched<T>(
  server: ServerUnderLoad,
  work: () => Promise<T>,
): Promise<[T, Busy]> {
  const busySince = await watchBusy(server);
  const result = await work();
  return [result, await busySince()];
}
