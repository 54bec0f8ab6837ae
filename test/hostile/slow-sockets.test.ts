import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openConnection } from '../unit/webhooks/notification-server.ts';
import { goodBody, openStand, type Stand } from './stand.ts';

const sockets = 500;
/** docs/reliability.md 7, row 48, and as much again for a machine that is busy. */
const closedWithinMs = 14_000;

let stand: Stand;
beforeAll(async () => {
  stand = await openStand();
});
afterAll(() => stand.close());

const line = 'POST /notifications HTTP/1.1\r\n';
const dripper = [
  { start: `${line}Host: x\r\n`, drip: 'X-Slow: 1\r\n' },
  { start: '', drip: 'P' },
  { start: '', drip: '' },
  { start: line, drip: '' },
] as const;

it('500 sockets that drip headers, bodies or nothing are closed, while good notifications are all answered 202', async () => {
  const authorization = `Authorization: Bearer ${await stand.token()}`;
  const body = `${line}Host: x\r\n${authorization}\r\nContent-Type: application/json\r\n`;
  const drippers = [
    ...dripper,
    { start: `${body}Content-Length: 100000\r\n\r\n{`, drip: ' ' },
    { start: `${body}Transfer-Encoding: chunked\r\n\r\n`, drip: '1\r\n \r\n' },
    { start: `${line}Host: x\r\nContent-Length: 1000\r\n`, drip: '\r\n' },
  ];
  const begin = performance.now();
  const open = Array.from({ length: sockets }, (_, index) => {
    const { start, drip } = drippers[index % drippers.length] ?? dripper[0];
    const connection = openConnection(stand.url);
    if (start !== '') connection.write(start);
    return { connection, drip };
  });
  const dripping = setInterval(() => {
    for (const { connection, drip } of open)
      if (drip !== '' && !connection.isClosed()) connection.write(drip);
  }, 500);
  const statuses: number[] = [];
  await until(
    async () => {
      statuses.push((await stand.post(goodBody)).status);
      return open.every(({ connection }) => connection.isClosed());
    },
    'all slow sockets closed',
    closedWithinMs,
  ).finally(() => {
    clearInterval(dripping);
    for (const { connection } of open) connection.destroy();
  });
  expect(performance.now() - begin).toBeLessThan(closedWithinMs);
  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(statuses.length).toBeGreaterThan(50);
  expect(stand.bodies()).toBe(statuses.length);
});

it('the place of each dripped body is given back', async () => {
  const posts = Array.from({ length: 200 }, () => stand.post(goodBody));
  const statuses = (await Promise.all(posts)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(await stand.counted()).not.toMatch(
    /shed_requests_total\{reason="requestsUnderWay"\} [1-9]/,
  );
});
