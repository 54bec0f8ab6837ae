import { createServer as createHttpServer, get } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { until } from '../../support/until.ts';

const host = '127.0.0.1';
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A server of ours, closed with all of its connections at the end of the test. */
async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  endings.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function proxyTo(port: number, seed?: number): Promise<FaultProxy> {
  const proxy = await startFaultProxy({
    target: { host, port },
    ...(seed !== undefined && { seed }),
  });
  endings.push(() => proxy.close());
  return proxy;
}

interface Peer {
  readonly socket: Socket;
  text(): string;
  chunks(): number;
  /** `open`, or how it ended: `end` for a FIN, else the code of the socket error. */
  state(): string;
}

function peer(socket: Socket): Peer {
  const chunks: Buffer[] = [];
  let state = 'open';
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('end', () => (state = 'end'));
  socket.on('error', (error: NodeJS.ErrnoException) => (state = error.code ?? error.name));
  endings.push(() => Promise.resolve(socket.destroy()));
  return {
    socket,
    text: () => Buffer.concat(chunks).toString(),
    chunks: () => chunks.length,
    state: () => state,
  };
}

const dial = (port: number) => peer(connect({ port, host, allowHalfOpen: true }));

/** Takes connections and leaves them to the test. */
async function target() {
  const accepted: Peer[] = [];
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    accepted.push(peer(socket));
    socket.resume();
  });
  const port = await listening(server);
  return { port, accepted, next: () => until(() => accepted.shift(), 'a connection came through') };
}

/** A caller and what the target has of it, once bytes went both ways. */
async function joined(proxy: FaultProxy, to: Awaited<ReturnType<typeof target>>) {
  const caller = dial(proxy.port);
  caller.socket.write('?');
  const callee = await to.next();
  callee.socket.write('!');
  await until(() => caller.text() === '!' && callee.text() === '?', 'both are joined');
  return { caller, callee };
}

const echoed = async (port: number, text: string): Promise<string> => {
  const caller = dial(port);
  caller.socket.end(text);
  await until(() => caller.state() !== 'open', 'the echo ended');
  return caller.state() === 'end' ? caller.text() : caller.state();
};

async function echo(): Promise<number> {
  return await listening(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    }),
  );
}

/** What loopback took from a sender is read in the same turn of the event loop, and a poll is later than that. */
async function taken(...senders: readonly Peer[]): Promise<void> {
  let polls = 0;
  await until(() => {
    const sent = senders.every(({ socket }) => !socket.connecting && socket.writableLength === 0);
    polls = sent ? polls + 1 : 0;
    return polls > 2;
  }, 'everything was sent');
}

const noneOpen = (proxy: FaultProxy) =>
  until(() => proxy.connections() === 0, 'no connection is left');

describe('pass', () => {
  test('carries large bodies both ways, and leaves nothing open', async () => {
    const proxy = await proxyTo(await echo());
    const text = 'abcdefghij'.repeat(300_000);
    expect((await echoed(proxy.port, text)) === text).toBe(true);
    await noneOpen(proxy);
  });

  test('carries a close of one half, and answers after it', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    caller.socket.end();
    await until(() => callee.state() === 'end', 'the target heard of the close');
    callee.socket.end('later');
    await until(() => caller.state() === 'end', 'the caller heard of the close');
    expect(caller.text()).toBe('!later');
    await noneOpen(proxy);
  });

  test('carries a reset either way', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const one = await joined(proxy, to);
    one.callee.socket.resetAndDestroy();
    await until(() => one.caller.state() === 'ECONNRESET', 'the caller was reset');
    const other = await joined(proxy, to);
    other.caller.socket.resetAndDestroy();
    await until(() => other.callee.state() === 'ECONNRESET', 'the target was reset');
    await noneOpen(proxy);
  });

  test('resets the caller when the target does not listen', async () => {
    const { port } = await proxyTo(1);
    expect(await echoed(port, 'hello')).toBe('ECONNRESET');
  });

  test('reads no more than it can write', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    callee.socket.pause();
    const total = 64 * 1024 * 1024;
    for (let sent = 0; sent < total; sent += 65_536) caller.socket.write(Buffer.alloc(65_536, 'x'));
    let quietPolls = 0;
    let before = 0;
    await until(() => {
      quietPolls = caller.socket.writableLength === before ? quietPolls + 1 : 0;
      before = caller.socket.writableLength;
      return quietPolls > 10;
    }, 'the caller is held up');
    expect(caller.socket.writableLength).toBeGreaterThan(total / 4);
    callee.socket.resume();
    await until(() => callee.text().length === total + 1, 'everything arrived');
  });
});

describe('refused', () => {
  test('refuses new connections, resets open ones, and listens again on the same port', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    proxy.set({ kind: 'refused' });
    await until(() => caller.state() === 'ECONNRESET', 'the caller was reset');
    await until(() => callee.state() === 'ECONNRESET', 'the target was reset');
    expect(await echoed(proxy.port, 'hello')).toBe('ECONNREFUSED');
    for (let times = 0; times < 20; times += 1) {
      proxy.set({ kind: 'pass' });
      proxy.set({ kind: 'refused' });
    }
    proxy.set({ kind: 'pass' });
    await until(() => connects(proxy.port), 'connections are taken again');
    await to.next();
    await joined(proxy, to);
  });
});

describe('silent', () => {
  test('swallows bytes of open connections for good, and spares those not used', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const used = await joined(proxy, to);
    const idle = await joined(proxy, to);
    proxy.set({ kind: 'silent' });
    used.caller.socket.write('lost');
    used.callee.socket.write('lost');
    const born = dial(proxy.port);
    born.socket.write('lost');
    await taken(used.caller, used.callee, born);
    proxy.set({ kind: 'pass' });
    for (const { socket } of [used.caller, used.callee, born]) socket.write('lost too');
    idle.caller.socket.write('?');
    await until(() => idle.callee.text() === '??', 'the connection that was not used goes on');
    await joined(proxy, to);
    expect([used.caller.text(), used.callee.text(), born.text()]).toEqual(['!', '?', '']);
    expect([used.caller, used.callee, born].map((one) => one.state())).toEqual([
      'open',
      'open',
      'open',
    ]);
    proxy.resetAll();
    for (const one of [used.caller, used.callee, born]) {
      await until(() => one.state() === 'ECONNRESET', 'the dead one is reset');
    }
    await noneOpen(proxy);
  });

  test('tells a peer of a close only when the silence is over', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    proxy.set({ kind: 'silent' });
    caller.socket.destroy();
    const witness = dial(proxy.port);
    witness.socket.end('gone');
    await until(() => witness.state() === 'end' || witness.state() === 'ECONNRESET', 'forgotten');
    expect(callee.state()).toBe('open');
    proxy.set({ kind: 'pass' });
    await until(() => callee.state() === 'ECONNRESET', 'the target was reset');
    await noneOpen(proxy);
  });

  test('forgets a connection that both peers gave up', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    proxy.set({ kind: 'silent' });
    caller.socket.destroy();
    callee.socket.destroy();
    await noneOpen(proxy);
  });

  test('lets a dead connection be closed by a peer afterwards', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    proxy.set({ kind: 'late', ms: 60_000 });
    caller.socket.write('on its way');
    await taken(caller);
    proxy.set({ kind: 'silent' });
    proxy.set({ kind: 'pass' });
    callee.socket.end();
    await until(() => caller.state() === 'ECONNRESET', 'the caller was reset');
    expect(callee.text()).toBe('?');
  });
});

describe('late', () => {
  test('delays each way and keeps the order', async () => {
    const proxy = await proxyTo(await echo(), 7);
    proxy.set({ kind: 'late', ms: 60, jitterMs: 40 });
    const caller = dial(proxy.port);
    const started = performance.now();
    const numbers = Array.from({ length: 50 }, (_, index) => `${index},`);
    for (const number of numbers) {
      caller.socket.write(number);
      await new Promise(setImmediate);
    }
    caller.socket.end();
    await until(() => caller.state() === 'end', 'the echo ended');
    expect(caller.text()).toBe(numbers.join(''));
    expect(performance.now() - started).toBeGreaterThan(40);
    await noneOpen(proxy);
  });

  test('delivers what waits as soon as the link passes', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    proxy.set({ kind: 'late', ms: 600_000 });
    const caller = dial(proxy.port);
    caller.socket.end('first, second');
    const callee = await to.next();
    expect(callee.text()).toBe('');
    proxy.set({ kind: 'pass' });
    await until(() => callee.state() === 'end', 'the close arrived');
    expect(callee.text()).toBe('first, second');
  });
});

describe('slow', () => {
  test('sends slices at the given rate', async () => {
    const proxy = await proxyTo(await echo());
    proxy.set({ kind: 'slow', bytesPerSecond: 1_000, sliceBytes: 1 });
    const caller = dial(proxy.port);
    const started = performance.now();
    caller.socket.end('x'.repeat(400));
    await until(() => caller.state() === 'end', 'the echo ended');
    expect(caller.text()).toBe('x'.repeat(400));
    expect(performance.now() - started).toBeGreaterThan(300);
    expect(caller.chunks()).toBeGreaterThan(5);
    await noneOpen(proxy);
  });
});

describe('answersCut', () => {
  test('delivers the request and resets the caller in the answer', async () => {
    const requests: string[] = [];
    const server = createHttpServer((request, response) => {
      requests.push(request.url ?? '');
      response.end('answer');
    });
    const proxy = await proxyTo(await listening(server));
    expect(await statusOf(proxy.port, '/before')).toBe(200);
    proxy.set({ kind: 'answersCut' });
    expect(await statusOf(proxy.port, '/cut')).toBe('ECONNRESET');
    proxy.set({ kind: 'pass' });
    expect(await statusOf(proxy.port, '/after')).toBe(200);
    expect(requests).toEqual(['/before', '/cut', '/after']);
    await noneOpen(proxy);
  });

  test('cuts an answer that is under way', async () => {
    const to = await target();
    const proxy = await proxyTo(to.port);
    const { caller, callee } = await joined(proxy, to);
    proxy.set({ kind: 'slow', bytesPerSecond: 10, sliceBytes: 1 });
    callee.socket.write('half of it');
    await until(() => caller.text().length > 1, 'the answer began');
    proxy.set({ kind: 'answersCut' });
    await until(() => caller.state() === 'ECONNRESET', 'the caller was reset');
  });
});

describe('close', () => {
  test.each(['pass', 'silent', 'refused'] as const)(
    'ends open connections in state %s',
    async (kind) => {
      const to = await target();
      const proxy = await proxyTo(to.port);
      const { caller, callee } = await joined(proxy, to);
      proxy.set({ kind });
      await proxy.close();
      await until(() => caller.state() !== 'open', 'the caller heard of it');
      await until(() => callee.state() !== 'open', 'the target heard of it');
      expect(proxy.connections()).toBe(0);
      expect(await connects(proxy.port)).toBe(false);
    },
  );
});

function statusOf(port: number, path: string): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false }, (response) => {
      response.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code);
      });
      response.on('end', () => {
        resolve(response.statusCode);
      });
      response.resume();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code);
    });
  });
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
