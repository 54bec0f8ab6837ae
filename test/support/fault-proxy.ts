/** A TCP proxy that breaks a link as a test says: in this process, on loopback, with seeded jitter. */
import { createServer, type Server, type Socket } from 'node:net';
import { randomFor } from '../../simulator/faults.ts';
import { joinEnds, type Connection } from './fault-proxy-connection.ts';
import { cut } from './fault-proxy-cut.ts';

export type LinkState =
  | { readonly kind: 'pass' }
  /** Nobody listens: new connections are refused, open ones are reset. */
  | { readonly kind: 'refused' }
  /**
   * A black hole: connections open, bytes and closes are swallowed both ways. What was opened or used meanwhile stays dead
   * afterwards, until a peer closes it or `resetAll`; new connections work again.
   */
  | { readonly kind: 'silent' }
  /** Each chunk comes later, by `ms` give or take at most `jitterMs`; the order within a connection stays. */
  | { readonly kind: 'late'; readonly ms: number; readonly jitterMs?: number }
  /** Both ways, for each connection. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number; readonly sliceBytes: number }
  /** Requests go through; at the first byte of an answer the caller gets a reset. */
  | { readonly kind: 'answersCut' };

export interface FaultProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Holds for open and for new connections. */
  set(state: LinkState): void;
  /** RST on every open connection; the state stays. */
  resetAll(): void;
  /** Those which a caller or the target still holds open. */
  connections(): number;
  /** Cuts what is open. */
  close(): Promise<void>;
}

interface FaultProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** Default 1. */
  readonly seed?: number;
}

/** Starts in state `pass`. The target need not listen yet: a connection that it refuses is reset. */
export async function startFaultProxy({
  target,
  seed = 1,
}: FaultProxyOptions): Promise<FaultProxy> {
  let state: LinkState = { kind: 'pass' };
  let opened = 0;
  const open = new Set<Connection>();
  const accept = (caller: Socket): void => {
    // It was accepted just before everything was refused.
    if (state.kind === 'refused') {
      caller.on('error', () => undefined);
      cut(caller);
      return;
    }
    opened += 1;
    const random = randomFor(seed, `connection ${opened}`);
    const connection = joinEnds({ caller, target, state: () => state, random });
    open.add(connection);
    void connection.closed.then(() => open.delete(connection));
  };
  const resetAll = () => {
    for (const connection of open) connection.reset();
  };
  const door = await openDoor(accept);
  return {
    port: door.port,
    set: (next) => {
      state = next;
      if (state.kind === 'refused') {
        door.shut();
        resetAll();
        return;
      }
      door.open();
      for (const connection of open) connection.stateChanged();
    },
    resetAll,
    connections: () => open.size,
    close: async () => {
      door.shut();
      resetAll();
      await Promise.all([...open].map((connection) => connection.closed));
    },
  };
}

interface Door {
  readonly port: number;
  open(): void;
  shut(): void;
}

/** How often the port is asked for again: somebody may have taken it while nobody listened. */
const maxTries = 100;
const retryMs = 50;

/**
 * A listener that can go and come back on the same port: only a port on which nobody listens refuses, and a caller may
 * be promised that a refused connection has carried nothing.
 */
async function openDoor(accept: (caller: Socket) => void): Promise<Door> {
  const newServer = () => createServer({ allowHalfOpen: true, noDelay: true }, accept);
  let server: Server | undefined = newServer();
  const port = await listening(server);
  const reopen = (tries: number): void => {
    const next = newServer();
    server = next;
    next.on('error', (error) => {
      if (tries >= maxTries) throw error;
      setTimeout(() => {
        if (server === next) reopen(tries + 1);
      }, retryMs);
    });
    next.listen({ port, host: '127.0.0.1' });
  };
  return {
    port,
    open: () => {
      if (server === undefined) reopen(1);
    },
    shut: () => {
      server?.close();
      server = undefined;
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port was given.'));
      else resolve(address.port);
    });
  });
}
