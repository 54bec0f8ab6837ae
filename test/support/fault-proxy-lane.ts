/** One direction of a connection through the fault proxy: a queue that keeps its order. */
import type { Socket } from 'node:net';
import { cut } from './fault-proxy-cut.ts';
import type { LinkState } from './fault-proxy.ts';

type Parcel =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' };

export interface Lane {
  take(parcel: Parcel): void;
  /** What waits, waits as the link's state says now. */
  wake(): void;
  /** Forgets what waits, and says how many parcels that were. */
  drop(): number;
  waitingBytes(): number;
}

interface LaneOptions {
  /** Read no further while too much waits. */
  readonly source: Socket;
  readonly sink: Socket;
  readonly state: () => LinkState;
  readonly random: () => number;
}

/** Bytes that may wait before the source is held up. */
const fullAt = 256 * 1024;
/** The shortest timer: one for each byte of a slow link would eat the processor, so a few slices go at once. */
const minTimerMs = 5;
/** Slices of at most this time are made up for when timers are late. */
const maxBehindMs = 50;

export function createLane({ source, sink, state, random }: LaneOptions): Lane {
  let waiting: { readonly parcel: Parcel; readonly dueAt: number }[] = [];
  let waitingBytes = 0;
  let nextSliceAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const write = (bytes: Buffer): void => {
    waitingBytes -= bytes.length;
    if (sink.writable) sink.write(bytes);
  };

  const writeSlice = (bytes: Buffer, { bytesPerSecond, sliceBytes }: Slow): void => {
    const now = performance.now();
    nextSliceAt = Math.max(nextSliceAt, now - maxBehindMs) + (sliceBytes / bytesPerSecond) * 1000;
    write(bytes.subarray(0, sliceBytes));
    const rest = bytes.subarray(sliceBytes);
    if (rest.length > 0) waiting.unshift({ parcel: { kind: 'bytes', bytes: rest }, dueAt: now });
  };

  const deliver = (parcel: Parcel): void => {
    const link = state();
    if (parcel.kind === 'reset') cut(sink);
    else if (parcel.kind === 'end') sink.end();
    else if (link.kind === 'slow') writeSlice(parcel.bytes, link);
    else write(parcel.bytes);
  };

  const waitFor = (parcelDueAt: number): number => {
    const { kind } = state();
    const at = kind === 'late' ? parcelDueAt : kind === 'slow' ? nextSliceAt : 0;
    return at - performance.now();
  };

  const wake = (): void => {
    clearTimeout(timer);
    let next = waiting[0];
    while (next !== undefined && !sink.writableNeedDrain) {
      const waitMs = waitFor(next.dueAt);
      if (waitMs > 0) {
        timer = setTimeout(wake, Math.max(waitMs, minTimerMs));
        break;
      }
      waiting.shift();
      deliver(next.parcel);
      next = waiting[0];
    }
    if (waitingBytes < fullAt) source.resume();
    else source.pause();
  };

  const drop = (): number => {
    clearTimeout(timer);
    const dropped = waiting.length;
    waiting = [];
    waitingBytes = 0;
    source.resume();
    return dropped;
  };

  sink.on('drain', wake);
  sink.once('close', drop);
  return {
    take: (parcel) => {
      if (sink.destroyed) return;
      waiting.push({ parcel, dueAt: performance.now() + delayMs(state(), random) });
      if (parcel.kind === 'bytes') waitingBytes += parcel.bytes.length;
      wake();
    },
    wake,
    drop,
    waitingBytes: () => waitingBytes,
  };
}

type Slow = Extract<LinkState, { kind: 'slow' }>;

function delayMs(link: LinkState, random: () => number): number {
  if (link.kind !== 'late') return 0;
  return Math.max(0, link.ms + (link.jitterMs ?? 0) * (2 * random() - 1));
}
