import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eitherWay, mustAccept, mustRefuse, naughtyTexts } from './json-cases.ts';
import { callId, exchange, inviteId, openStand, type Stand } from './stand.ts';

let stand: Stand;
let authorization: string;
beforeAll(async () => {
  stand = await openStand();
  authorization = `Bearer ${await stand.token()}`;
});
afterAll(() => stand.close());

async function statusOf(body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(stand.url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body,
  });
  expect(await response.text()).toBe('');
  return response.status;
}

const around = (text: string) => `{"value":[{"resource":"/app/other","resourceData":${text}}]}`;
const operation = (data: object) =>
  JSON.stringify({
    value: [
      {
        resource: `/app/calls/${callId}/operations/op-1`,
        resourceData: { status: 'completed', clientContext: inviteId, ...data },
      },
    ],
  });

describe('JSON (row 44)', () => {
  it.each(mustAccept)('that is valid is taken: %j', async (text) => {
    expect(await statusOf(around(text))).toBe(202);
  });
  it.each(mustRefuse)('that is not valid is answered 400: %j', async (text) => {
    expect(await statusOf(around(text))).toBe(400);
  });
  it.each(eitherWay)('that the RFC leaves open is answered 202 or 400: %j', async (text) => {
    expect([202, 400]).toContain(await statusOf(around(text)));
  });

  it.each([
    ['nothing', Buffer.alloc(0), 400],
    ['a space', Buffer.from(' '), 400],
    ['a number', Buffer.from('1'), 400],
    ['a text', Buffer.from('"value"'), 400],
    ['a list', Buffer.from('[]'), 400],
    ['null', Buffer.from('null'), 400],
    ['UTF-16', Buffer.from(around('1'), 'utf16le'), 400],
    ['two documents', Buffer.from(around('1').repeat(2)), 400],
    ['a zero byte after it', Buffer.from(`${around('1')}\0`), 400],
    ['a byte order mark before it', Buffer.from(`\ufeff${around('1')}`), 202],
    ['broken UTF-8 in a text', Buffer.from(around('"\u00ff\u00fe"'), 'latin1'), 202],
    ['an overlong slash', Buffer.from(around('"\u00c0\u00af"'), 'latin1'), 202],
    ['broken UTF-8 outside of a text', Buffer.from(around('\u00ff'), 'latin1'), 400],
  ])('as bytes: %s', async (_, bytes, status) => {
    expect(await statusOf(bytes)).toBe(status);
  });
});

describe('naughty texts (row 44)', () => {
  it.each(naughtyTexts)('reach the log as one line of JSON: %j', async (text) => {
    const before = stand.lines.length;
    expect(await statusOf(operation({ id: text }))).toBe(202);
    const written = stand.lines.slice(before);
    expect(written).toHaveLength(1);
    // eslint-disable-next-line no-control-regex -- that there is none is the claim
    expect(written[0]).toMatch(/^[^\u0000-\u001f]+\n$/);
    // UTF-8 has no half of a surrogate pair: it is written as U+FFFD.
    const operationId = Buffer.from(text).toString();
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ operationId, level: 'info' });
  });

  it.each(naughtyTexts)(
    'elsewhere move nothing, and leave no line of their own: %j',
    async (text) => {
      const before = { signals: stand.signals.length, lines: stand.lines.length };
      const item = { changeType: text, resource: text, resourceUrl: `/app/calls/${text}` };
      const data = { status: 'completed', clientContext: `${text}\n`, '@odata.type': text };
      const bodies = [
        { value: [{ ...item, resourceData: data }, text] },
        { value: [{ ...item, resource: `/app/calls/${callId}/operations/x`, resourceData: data }] },
        { [text]: text, value: text },
      ];
      for (const body of bodies) expect([202, 400]).toContain(await statusOf(JSON.stringify(body)));
      expect(stand.signals.length).toBe(before.signals);
      for (const line of stand.lines.slice(before.lines))
        expect(() => JSON.parse(line) as unknown).not.toThrow();
    },
  );
});

describe('bodies without measure (row 46)', () => {
  it.each([100, 1_000, 10_000, 100_000])('%i levels deep are answered 400', async (depth) => {
    const lists = '['.repeat(depth) + ']'.repeat(depth);
    const objects = '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    for (const text of [lists, objects, around(lists), around(objects)]) {
      expect(await statusOf(text)).toBe(400);
    }
    expect(await statusOf(around(lists).replace('[]', '[{"__proto__":1}]'))).toBe(400);
  });

  it('of 100,000 members are read, of 100,000 items or 300,000 members refused', async () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `"${index}":0`).join();
    expect(await statusOf(around(`{${members}}`))).toBe(202);
    expect(await statusOf(`{"value":[${'0,'.repeat(99_999)}0]}`)).toBe(400);
    expect(await statusOf(around(`[${'0,'.repeat(299_999)}0]`))).toBe(400);
  });

  it('that repeat a member are read as their last one', async () => {
    const twice = operation({}).replace('"status":', '"status":"failed","status":');
    expect(await statusOf(twice)).toBe(202);
    expect(stand.signals.at(-1)?.name).toBe('operationCompleted');
    expect(await statusOf(`{"a":1${',"a":1'.repeat(100_000)},"value":[]}`)).toBe(202);
  });

  it('with numbers and texts that are none of use lose these alone', async () => {
    const huge = operation({ resultInfo: { code: 7, subcode: 8 } }).replace('7', '1e400');
    expect(await statusOf(huge)).toBe(202);
    expect(JSON.stringify(stand.signals.at(-1)?.fact)).not.toMatch(/null|Infinity/);
    const count = stand.signals.length;
    expect(await statusOf(operation({ clientContext: '\ud800' }))).toBe(202);
    expect(await statusOf(operation({ clientContext: 'x'.repeat(100_000) }))).toBe(202);
    expect(stand.signals).toHaveLength(count);
  });
});

describe('prototype pollution (row 47)', () => {
  const poison = [
    '{"__proto__":{"polluted":1}}',
    '{"\\u005f_proto__":{"polluted":1}}',
    '{"__proto\\u005f\\u005f":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"c\\u006fnstructor":{"prot\\u006ftype":{"polluted":1}}}',
    '[{"a":{"__proto__":{"polluted":1}}}]',
  ];
  it.each(poison)('in a body is answered 400: %s', async (text) => {
    expect(await statusOf(around(text))).toBe(400);
    expect(await statusOf(text)).toBe(400);
    expect('polluted' in {}).toBe(false);
  });

  it.each(['__proto__[polluted]=1', 'constructor[prototype][polluted]=1', '__proto__.polluted=1'])(
    'in a query is not looked at: %s',
    async (query) => {
      const response = await fetch(`${stand.url}?${query}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: operation({}),
      });
      expect(response.status).toBe(202);
      expect('polluted' in {}).toBe(false);
    },
  );
});

describe('sizes and encodings (row 45)', () => {
  const limit = 1_048_576;
  const sized = (bytes: number) => around(`"${'x'.repeat(bytes - around('""').length)}"`);
  const head = (lines: string) =>
    `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n${lines}\r\n\r\n`;

  it('at the limit are read, one byte more is answered 413', async () => {
    expect(await statusOf(sized(limit))).toBe(202);
    expect(await statusOf(sized(limit + 1))).toBe(413);
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, identity', 'x'])(
    '%s is answered 415',
    async (encoding) => {
      expect(await statusOf(around('1'), { 'content-encoding': encoding })).toBe(415);
    },
  );

  it('that never end are cut off with 413, and memory stays flat', async () => {
    const before = process.memoryUsage().rss;
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const senders = Array.from({ length: 20 }, () =>
      exchange(stand.url, head('Transfer-Encoding: chunked') + chunk.repeat(40)),
    );
    for (const answer of await Promise.all(senders)) expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('shorter than announced are answered 408 by Node', async () => {
    const answer = await exchange(stand.url, `${head('Content-Length: 1000')}${around('1')}`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*\r\n\r\n$/);
  });

  it('longer than announced end the connection with 400: the rest is no request', async () => {
    const before = stand.bodies();
    const length = `Content-Length: ${around('1').length}`;
    const answer = await exchange(stand.url, `${head(length)}${around('1')}{"more":1}`);
    expect(answer).toMatch(/HTTP\/1\.1 400 [^]*\r\n\r\n$/);
    expect(stand.bodies() - before).toBeLessThanOrEqual(1);
  });
});
