import { afterEach, describe, expect, it } from 'vitest';
import type { LoadLimits } from '../../../webhooks/back-pressure.ts';
import type { ReceiveNotification } from '../../../webhooks/receive-notification.ts';
import type { Verification } from '../../../webhooks/verify.ts';
import { until as untilGiven } from '../../support/until.ts';
import { until } from './key-set-server.ts';
import { json, startNotificationServer } from './notification-server.ts';

let given: Awaited<ReturnType<typeof startNotificationServer>>;
afterEach(() => given.close());

/** Work that ends only when the test says so. */
function endless() {
  const ends: (() => void)[] = [];
  const receive: ReceiveNotification = async () => {
    await new Promise<void>((resolve) => ends.push(resolve));
    return 'accepted';
  };
  return {
    receive,
    ends,
    endAll: () => {
      ends.splice(0).forEach((end) => {
        end();
      });
    },
  };
}

async function start(
  loadLimits: Partial<LoadLimits>,
  receive?: ReceiveNotification,
  deadlineMs = 4_000,
) {
  given = await startNotificationServer({
    loadLimits,
    deadlineMs,
    drainMs: 100,
    ...(receive && { receive }),
  });
}

const head = (lines: string) =>
  `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n${lines}\r\n\r\n`;
const chunked = head('Transfer-Encoding: chunked');
const ofLength = (length: number) => head(`Content-Length: ${length}`);

async function expectShed(response: Response): Promise<void> {
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
    503,
    '2',
    '',
  ]);
}

/** Asks until the answer is this one: the server learns of the end of a connection a little later. */
function answers(status: number, body = '{}') {
  return untilGiven(async () => (await given.post(body)).status === status, `a ${status}`, 5_000);
}

describe('requests under way', () => {
  it('above their budget are sent away with an empty 503, and counted', async () => {
    const { receive, ends, endAll } = endless();
    await start({ requests: 2 }, receive);
    const underWay = [given.post(), given.post()];
    await until(() => ends.length === 2);
    await expectShed(await given.post());
    endAll();
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([202, 202]);
    expect(await given.counted()).toContain('shed_requests_total{reason="requestsUnderWay"} 1');
    expect(given.lines.join('')).toContain('"reason":"requestsUnderWay","leftOut":0');
    const again = given.post();
    await until(() => ends.length === 1);
    endAll();
    expect((await again).status).toBe(202);
  });

  it('count until their work ends, also when their deadline has answered before', async () => {
    const { receive, ends, endAll } = endless();
    await start({ requests: 1 }, receive, 20);
    expect((await given.post()).status).toBe(503);
    await expectShed(await given.post());
    expect(ends).toHaveLength(1);
    expect(await given.counted()).toContain('shed_requests_total{reason="requestsUnderWay"} 1');
    endAll();
    await given.post();
    expect(ends).toHaveLength(1);
    endAll();
  });

  it('count also when their sender has gone, until their work ends', async () => {
    const { receive, ends, endAll } = endless();
    await start({ requests: 1 }, receive);
    const connection = given.connection();
    connection.write(`${ofLength(2)}{}`);
    await until(() => ends.length === 1);
    connection.destroy();
    await until(() => connection.isClosed());
    await expectShed(await given.post());
    expect(ends).toHaveLength(1);
    endAll();
    const after = given.post();
    await until(() => ends.length === 1);
    endAll();
    expect((await after).status).toBe(202);
  });

  it('give their place back when their work fails', async () => {
    await start({ requests: 1 }, () => Promise.reject(new Error('unforeseen')));
    for (let round = 0; round < 3; round += 1) await given.post();
    expect(await given.counted()).not.toMatch(/shed_requests_total\{.*\} [1-9]/);
  });

  it('without a good token take no place', async () => {
    const { receive, ends, endAll } = endless();
    await start({ requests: 1 }, receive);
    const good = given.post();
    await until(() => ends.length === 1);
    for (let round = 0; round < 3; round += 1)
      expect((await given.post('{}', { ...json, authorization: 'Bearer bad' })).status).toBe(401);
    endAll();
    expect((await good).status).toBe(202);
  });
});

describe('bodies under way', () => {
  it.each([
    ['whose length is announced', ofLength(1000)],
    ['in chunks, at the limit of one body', chunked],
  ])('%s are reserved for before they are read', async (_, request) => {
    await start({ bodyBytes: 2999 });
    const slow = given.connection();
    slow.write(request);
    const other = given.connection();
    other.write(ofLength(2000));
    await until(() => slow.statuses().length + other.statuses().length === 1);
    expect([...slow.statuses(), ...other.statuses()]).toEqual(['503']);
    slow.destroy();
    other.destroy();
    await answers(202, JSON.stringify('x'.repeat(2000)));
    expect(await given.counted()).toMatch(/shed_requests_total\{reason="bodyBytes"\} [1-9]/);
  });

  it('give back what an aborted or refused body had reserved', async () => {
    await start({ bodyBytes: 2048 });
    for (let round = 0; round < 3; round += 1) {
      const aborted = given.connection();
      aborted.write(`${chunked}5\r\n{"a":`);
      await answers(503);
      aborted.destroy();
      await answers(202);
    }
    expect((await given.post('{broken')).status).toBe(400);
    expect((await given.post('x'.repeat(3000))).status).toBe(413);
    await answers(202, JSON.stringify('x'.repeat(2040)));
  });

  it.each([
    [413, 'Content-Length: 2049'],
    [413, 'Content-Length: 2049\r\nConnection: keep-alive'],
    [415, 'Content-Length: 2000\r\nContent-Type: text/plain'],
    [413, 'Transfer-Encoding: chunked', `900\r\n${'x'.repeat(0x900)}\r\n`],
  ])(
    'give back what a request had reserved that is answered %i before its body is there: %s',
    async (status, line, sent = '') => {
      await start({ bodyBytes: 2 * 2048 });
      const lines = line.includes('text/plain')
        ? head(line).replace('Content-Type: application/json\r\n', '')
        : head(line);
      for (let number = 1; number <= 5; number += 1) {
        const connection = given.connection();
        connection.write(`${lines}${sent}`);
        await until(() => connection.answer().includes('\r\n\r\n'));
        expect(connection.answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      }
      expect((await given.post()).status).toBe(202);
    },
  );

  it('in chunks are held at their true size once they are read', async () => {
    const { receive, ends, endAll } = endless();
    await start({ bodyBytes: 2100 }, receive);
    const small = given.connection();
    small.write(`${chunked}2\r\n{}\r\n0\r\n\r\n`);
    await until(() => ends.length === 1);
    const next = given.connection();
    next.write(`${chunked}2\r\n{}\r\n0\r\n\r\n`);
    await until(() => ends.length === 2);
    endAll();
    await until(() => small.statuses().length + next.statuses().length === 2);
    expect([...small.statuses(), ...next.statuses()]).toEqual(['202', '202']);
  });
});

describe('a process under pressure', () => {
  it.each([
    ['heapUsedBytes', { heapUsedBytes: 1 }],
    ['eventLoopDelay', { eventLoopDelayMs: 1e-6 }],
  ] as const)(
    'by %s sends requests away before it looks at their token',
    async (reason, limits) => {
      await start(limits);
      expect((await given.post('{}', {})).status).toBe(401);
      const shed = async () => {
        const answer = await given.post('{}', {});
        return answer.status === 503 && answer;
      };
      await expectShed(await untilGiven(shed, 'an answer of 503'));
      expect(await given.counted()).toContain(`shed_requests_total{reason="${reason}"} 1`);
    },
  );
});

describe('a connection that sends before it is answered', () => {
  it('has at most 8 tokens checked at a time', async () => {
    const checks: ((one: Verification) => void)[] = [];
    given = await startNotificationServer({
      verify: () => new Promise<Verification>((resolve) => checks.push(resolve)),
    });
    const connection = given.connection();
    connection.write('POST /notifications HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    await until(() => checks.length === 8);
    const other = given.post();
    await until(() => checks.length === 9);
    checks.forEach((end) => {
      end({ kind: 'unauthorised', failure: 'noToken' });
    });
    await until(() => connection.statuses().length === 20);
    const statuses = connection.statuses();
    expect(statuses.filter((one) => one === '401')).toHaveLength(8);
    expect(statuses.filter((one) => one === '503')).toHaveLength(12);
    expect((await other).status).toBe(401);
    connection.destroy();
  });
});
