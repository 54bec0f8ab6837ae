import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../support/random.ts';
import type { BenchRequest } from '../webhooks/closed-loop.ts';
import { sendAtRate, type Sample } from '../webhooks/open-loop.ts';
import { notify } from '../webhooks/requests.ts';
import { watchEffort, type Effort } from './effort.ts';
import type { HistoryCounts } from './history-counts.ts';
import type { MeetingOptions, PartName } from './options.ts';
import { completionBody, newMeeting, rosterBody } from './roster.ts';
import { arrivals } from './schedule.ts';
import type { MeetingStack } from './stack.ts';
import { startWaitingInvites, type Ended, type WaitingInvites } from './waiting.ts';

export interface Measured {
  readonly samples: readonly Sample[];
  readonly effort: Effort;
  readonly bodyBytes: number;
  /** Before and after the rosters; of no invites where nobody waits. */
  readonly histories: {
    readonly before: readonly HistoryCounts[];
    readonly after: readonly HistoryCounts[];
  };
  /** From the roster that first showed somebody until the caller had the result; only where people come. */
  readonly latenciesMs: readonly number[];
  /** How the invites ended; `not ended` of those that still wait. */
  readonly outcomes: readonly string[];
}

const connections = 8;
const endsWithinMs = 20_000;
const settleMs = 1_000;

/** One load of rosters of one meeting. */
export async function measure(
  part: PartName,
  stack: MeetingStack,
  options: MeetingOptions,
): Promise<Measured> {
  const { entries, invites: count, seconds, rate, seed } = options;
  const random = randomOf(seed, part);
  const meeting = newMeeting(entries, random);
  const tokens = await stack.service.mint(20);
  const request = (body: string, index = 0) => notify(tokens[index % tokens.length], body);
  const { callId } = meeting;
  const waiting = await startWaitingInvites(stack, {
    ...{ callId, random, count: part === 'nobody' ? 0 : count },
  });
  if (part === 'joining') await complete(stack, waiting, request);
  await pause(settleMs);
  const before = await waiting.histories();
  const rosters = Math.round(seconds * rate);
  const shown = shownAt(part, waiting.invites.length, rosters);
  const bodies = bodiesOf(rosters, waiting, shown, (people) => rosterBody(meeting, people));
  const firstShown: number[] = [];
  const effortSince = await watchEffort(stack);
  const samples = await sendAtRate({
    ...{ url: stack.webhooksUrl, rate, seconds, connections },
    request: (index) => {
      shown.forEach((roster, person) => {
        if (roster === index) firstShown[person] = performance.now();
      });
      return request(bodies[index] ?? '', index);
    },
  });
  const ends = part === 'joining' ? await waiting.ends(endsWithinMs) : [];
  const effort = await effortSince();
  const after = await waiting.histories();
  const ended = part === 'repeated' ? await endRepeated(stack, waiting, request) : ends;
  waiting.stop();
  return {
    ...{ samples, effort, histories: { before, after } },
    bodyBytes: Buffer.byteLength(bodies[0] ?? ''),
    latenciesMs: ends.flatMap((end, person) =>
      end ? [end.at - (firstShown[person] ?? end.at)] : [],
    ),
    outcomes: ended.map((end) => end?.outcome ?? 'not ended'),
  };
}

/** The roster that first shows each invited person; beyond the last where none does. */
function shownAt(part: PartName, people: number, rosters: number): readonly number[] {
  if (part === 'joining') return arrivals(people, rosters);
  return Array.from({ length: people }, () => (part === 'repeated' ? 0 : rosters));
}

/** The body of each roster, written before the load. One text serves as long as nobody comes. */
function bodiesOf(
  rosters: number,
  { invites }: WaitingInvites,
  shown: readonly number[],
  write: (people: readonly string[]) => string,
): readonly string[] {
  const written = new Map<number, string>();
  return Array.from({ length: rosters }, (_, index) => {
    const people = invites.filter((_invite, person) => (shown[person] ?? 0) <= index);
    const body = written.get(people.length) ?? write(people.map(({ personId }) => personId));
    written.set(people.length, body);
    return body;
  });
}

type Request = (body: string) => BenchRequest;

async function complete(
  { webhooksUrl }: MeetingStack,
  { invites }: WaitingInvites,
  request: Request,
): Promise<void> {
  const bodies = invites.map((invite) => completionBody(invite));
  const rate = 50;
  const samples = await sendAtRate({
    ...{ url: webhooksUrl, rate, seconds: bodies.length / rate, connections },
    request: (index) => request(bodies[index] ?? ''),
  });
  if (samples.some(({ outcome }) => outcome !== '202'))
    throw new Error('A completion was refused.');
}

/** Those who were shown all the time join as soon as their operations have completed. */
async function endRepeated(
  stack: MeetingStack,
  waiting: WaitingInvites,
  request: Request,
): Promise<readonly (Ended | undefined)[]> {
  await complete(stack, waiting, request);
  return waiting.ends(endsWithinMs);
}
