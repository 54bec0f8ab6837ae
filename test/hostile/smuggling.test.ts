import { afterAll, beforeAll, expect, it } from 'vitest';
import { exchange, goodBody, openStand, type Stand } from './stand.ts';

let stand: Stand;
let authorization: string;
beforeAll(async () => {
  stand = await openStand();
  authorization = `Authorization: Bearer ${await stand.token()}`;
});
afterAll(() => stand.close());

const line = 'POST /notifications HTTP/1.1';
const length = Buffer.byteLength(goodBody);
const sized = `Content-Length: ${length}`;
const chunked = 'Transfer-Encoding: chunked';
const chunks = `${length.toString(16)}\r\n${goodBody}\r\n0\r\n\r\n`;

/** A second request, whole and with a good token, as it would be hidden in the body of the first. */
const hidden = () => request([sized], goodBody);

function request(headers: readonly string[], body: string, first = line, end = '\r\n'): string {
  const lines = [first, 'Host: x', 'Content-Type: application/json', authorization, ...headers];
  return `${[...lines, '', ''].join(end)}${body}`;
}

type Raw = readonly [title: string, text: () => string];

/** Two readers could see two different ends of each of these: row 49. */
const ambiguous: readonly Raw[] = [
  ['a length and chunks (CL.TE)', () => request([sized, chunked], chunks + hidden())],
  ['chunks and a length (TE.CL)', () => request([chunked, 'Content-Length: 4'], chunks + hidden())],
  ['two different lengths', () => request([sized, 'Content-Length: 0'], goodBody + hidden())],
  ['the same length twice', () => request([sized, sized], goodBody + hidden())],
  ['a list of lengths', () => request([`Content-Length: ${length}, 0`], goodBody + hidden())],
  ['a hexadecimal length', () => request([`Content-Length: 0x${length.toString(16)}`], goodBody)],
  ['a negative length', () => request(['Content-Length: -1'], goodBody)],
  ['a length with a plus', () => request([`Content-Length: +${length}`], goodBody)],
  ['a length with a fraction', () => request([`Content-Length: ${length}.0`], goodBody)],
  ['an endless length', () => request([`Content-Length: ${'9'.repeat(40)}`], goodBody)],
  ['an empty length', () => request(['Content-Length: '], goodBody)],
  ['a space before a colon', () => request([`Transfer-Encoding : chunked`], chunks)],
  [
    'a length with a space before its colon',
    () => request([`Content-Length : ${length}`], goodBody),
  ],
  ['a tab before a colon', () => request([`Transfer-Encoding\t: chunked`, sized], chunks)],
  ['a folded header', () => request(['X: a\r\n b', sized], goodBody)],
  ['a folded coding', () => request(['Transfer-Encoding:\r\n chunked', sized], chunks)],
  ['a space before the first header', () => request([sized], goodBody, `${line}\r\n X: y`)],
  ['bare line feeds', () => request([sized], goodBody, line, '\n')],
  ['a bare carriage return', () => request([`X: a\rContent-Length: 0`, sized], goodBody)],
  ['a NUL in a header', () => request([`X: a\0b`, sized], goodBody)],
  ['a NUL in a name', () => request([`X\0: a`, sized], goodBody)],
  ['a header without a colon', () => request(['X', sized], goodBody)],
  ['a header without a name', () => request([': x', sized], goodBody)],
  ['another coding', () => request(['Transfer-Encoding: xchunked'], chunks)],
  ['chunks that are not last', () => request(['Transfer-Encoding: chunked, identity'], chunks)],
  ['chunks twice', () => request([chunked, chunked], chunks + hidden())],
  [
    'codings in HTTP/1.0',
    () => request([chunked], chunks + hidden(), 'POST /notifications HTTP/1.0'),
  ],
  [
    'codings in HTTP/1.0 that would keep the connection',
    () =>
      request(
        [chunked, 'Connection: keep-alive'],
        chunks + hidden(),
        'POST /notifications HTTP/1.0',
      ),
  ],
  ['a chunk without a size', () => request([chunked], `\r\n${goodBody}\r\n0\r\n\r\n`)],
  ['a chunk of a negative size', () => request([chunked], `-1\r\n${goodBody}\r\n0\r\n\r\n`)],
  ['a chunk of 0x size', () => request([chunked], `0x5\r\n${goodBody}\r\n0\r\n\r\n`)],
  ['a chunk of an endless size', () => request([chunked], `${'f'.repeat(20)}\r\n${goodBody}`)],
  ['a chunk longer than its size', () => request([chunked], `5\r\n${goodBody}\r\n0\r\n\r\n`)],
  ['a chunk ended by a bare line feed', () => request([chunked], chunks.replaceAll('\r\n', '\n'))],
  ['a method of two words', () => request([sized], goodBody, 'POST X /notifications HTTP/1.1')],
  ['another version', () => request([sized], goodBody, 'POST /notifications HTTP/1.2')],
  ['HTTP/2 in clear', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS', () => '\u0016\u0003\u0001\u0002\0\u0001\0\u0001'],
];

it.each(ambiguous)(
  '%s: the handler sees no second request, and the connection is closed',
  async (_, text) => {
    const before = stand.bodies();
    const answer = await exchange(stand.url, text());
    expect(answer).toMatch(/^HTTP\/1\.1 (400|405) |^HTTP\/1\.1 202 [^]*HTTP\/1\.1 400 /);
    expect(stand.bodies() - before).toBeLessThanOrEqual(answer.startsWith('HTTP/1.1 202') ? 1 : 0);
  },
);

/** Only one end can be seen in these, but one that a stricter or older reader might not look for. */
const tolerated: readonly Raw[] = [
  [
    'chunks in capitals',
    () => request(['Transfer-Encoding: CHUNKED', 'Connection: close'], chunks + hidden()),
  ],
  [
    'an absolute target',
    () =>
      request(
        [sized, 'Connection: close'],
        goodBody + hidden(),
        'POST http://y/notifications HTTP/1.1',
      ),
  ],
  [
    'an extension of a chunk',
    () => request([chunked, 'Connection: close'], chunks.replace('\r\n', ';a=b\r\n') + hidden()),
  ],
];

it.each(tolerated)('%s: one answer, and what follows is no request', async (_, text) => {
  const before = stand.bodies();
  const answer = await exchange(stand.url, text());
  expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toHaveLength(1);
  expect(stand.bodies() - before).toBe(answer.startsWith('HTTP/1.1 202') ? 1 : 0);
});
