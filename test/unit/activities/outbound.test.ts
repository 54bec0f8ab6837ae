/** What a Graph that is broken or hostile can make of us: rows 17, 34 and 36. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync, deflateSync, brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inviteOf } from '../../../contracts/invite.ts';
import {
  answer,
  faultOf,
  run,
  startGraphServer,
  type Answer,
  type GraphServer,
} from '../../support/graph-server.ts';
import { until } from '../../support/until.ts';

const participants = [{ identity: { phone: { id: '+15550100123' } } }];
const invite = inviteOf('invite-1', { callId: 'call-1', participants });
const input = { ...invite, registerForMs: 1_000 };
const megabyte = 1024 * 1024;

let graph: GraphServer;
beforeEach(async () => {
  graph = await startGraphServer();
});
afterEach(() => graph.close());

const posted = (on = graph) => faultOf(run(on, 'postInvite', input));

describe('a redirect', () => {
  const statuses = [300, 301, 302, 303, 305, 307, 308];

  test.each(statuses)('%i to another host or to the same is never followed', async (status) => {
    const elsewhere = await startGraphServer();
    for (const location of [
      `${elsewhere.url}/v1.0/steal`,
      `${graph.url}/v1.0/else`,
      '//evil',
      '',
    ]) {
      graph.answers(answer(status, '', { location }));
      const before = graph.received.length;
      expect(await posted()).toMatchObject({ type: 'GraphUnclear', fault: { status } });
      const reading = faultOf(run(graph, 'readCall', { callId: 'call-1' }));
      expect(await reading).toMatchObject({ type: 'GraphUnclear', nonRetryable: false });
      const person = { callId: 'call-1', participantId: 'p-1' };
      expect(await faultOf(run(graph, 'removeParticipant', person))).toMatchObject({
        type: 'GraphUnclear',
      });
      expect(graph.received.length - before).toBe(3);
    }
    await elsewhere.close();
    expect(elsewhere.received).toEqual([]);
    expect(graph.received.filter(({ path }) => path.includes('else'))).toEqual([]);
  });
});

describe('an answer that is too large', () => {
  /** Writes until `size` is reached or nobody reads; tells how much went out, and whether the connection was cut. */
  function pouring(piece: Buffer, size: number, headers = {}) {
    const state = { sent: 0, cut: false };
    const pour = (response: ServerResponse) => {
      const more = () => {
        while (state.sent < size && !state.cut) {
          state.sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', more);
        }
        if (!state.cut) response.end();
      };
      more();
    };
    const answered: Answer = (response) => {
      response.once('close', () => {
        state.cut = !response.writableFinished;
      });
      response.writeHead(200, headers);
      pour(response);
    };
    return { state, answered };
  }

  test('by its own word is cut off before it fills memory', async () => {
    const size = 100 * megabyte;
    const { state, answered } = pouring(Buffer.alloc(64 * 1024, ' '), size, {
      'content-length': size,
    });
    graph.answers(answered);
    const before = process.memoryUsage();
    expect(await posted()).toMatchObject({ type: 'GraphUnclear' });
    const after = process.memoryUsage();
    await until(() => state.cut, 'the connection is cut');
    expect(state.sent).toBeLessThan(32 * megabyte);
    expect(after.rss - before.rss).toBeLessThan(64 * megabyte);
  });

  test('in pieces of one byte fills memory with little more than it weighs', async () => {
    // Chunked by hand: each byte is a chunk of its own, many to a packet.
    const piece = Buffer.from('1\r\n \r\n'.repeat(10_000));
    graph.answers((response) => {
      const { socket } = response;
      let sent = 0;
      socket?.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = () => {
        while (sent < 3 * megabyte) {
          sent += 10_000;
          if (socket?.write(piece) === false) return void socket.once('drain', more);
        }
        socket?.end('0\r\n\r\n');
      };
      more();
    });
    const before = process.memoryUsage().rss;
    expect(await posted()).toMatchObject({ type: 'GraphUnclear', fault: { status: 200 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('once inflated from %s is not inflated: we never ask for it', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * megabyte, ' '));
    graph.answers((response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    expect(await posted()).toMatchObject({ type: 'GraphUnclear', fault: { status: 200 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * megabyte);
    expect(graph.received[0]?.headers).not.toHaveProperty('accept-encoding');
  });

  test('in its headers is unclear', async () => {
    const headers = { 'x-large': randomBytes(40_000).toString('hex') };
    graph.answers(answer(200, {}, headers));
    expect(await posted()).toMatchObject({ type: 'GraphUnclear' });
  });
});

describe('an answer that is slow', () => {
  const limits = { requestMs: 400 };
  const drip: Answer = (response) => {
    response.writeHead(200, { 'content-length': 1_000 });
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => {
      clearInterval(timer);
    });
  };

  test.each<[string, Answer]>([
    ['and never begins', () => undefined],
    ['and comes byte by byte', drip],
  ])('%s is given up in time, and its connection closed', async (_how, answered) => {
    const slow = await startGraphServer(undefined, { limits });
    let closed = false;
    slow.answers((response, request) => {
      request.socket.once('close', () => {
        closed = true;
      });
      answered(response, request);
    });
    expect(await posted(slow)).toMatchObject({ type: 'GraphUnclear' });
    await until(() => closed, 'the connection is closed');
    expect(slow.received).toHaveLength(1);
    await slow.close();
  });
});
