/** Ids come from callers, notifications and Graph itself: none may change which URL is asked, or add a header. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer, run, startGraphServer, type GraphServer } from '../../support/graph-server.ts';

let graph: GraphServer;
beforeEach(async () => {
  graph = await startGraphServer();
});
afterEach(() => graph.close());

describe('an id', () => {
  const nasty = [
    ...[
      '.',
      '..',
      '...',
      '%2e%2e',
      '%2E',
      '.%2e',
      '%252e%252e',
      'a/b',
      '/',
      '//evil.example',
      '..\\..',
    ],
    ...[
      'a?b',
      'a#b',
      'a;b',
      'a&b=c',
      'a\0b',
      '\0',
      'a\r\nx-evil: 1',
      'a b',
      ' ',
      'https://evil.example/',
    ],
    ...[
      '\u{1F600}',
      '\u202e',
      'ｅ／',
      '．．',
      '\ud800',
      'a\udfffb',
      '@evil.example',
      ':80',
      '$batch',
      "('a')",
    ],
    ...['$ref', '{id}', '[::1]', 'x'.repeat(1_024), 'x'.repeat(1_025), 'x'.repeat(100_000), ''],
  ];
  const ids = fc.oneof(
    fc.constantFrom(...nasty),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(fc.constantFrom('.', '/', '%', '2', 'e', '\\', '?', '#', '\u0000'), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );

  /** The request as it stood on the wire, or undefined when nothing was sent. */
  async function wirePath(callId: string, participantId: string): Promise<string | undefined> {
    const before = graph.received.length;
    graph.answers(answer(204));
    const outcome = await run(graph, 'removeParticipant', { callId, participantId }).then(
      () => 'sent',
      (error: unknown) => (error as { type?: string }).type,
    );
    const sent = graph.received.slice(before);
    expect([outcome, sent.length]).toBeOneOf([
      ['sent', 1],
      ['GraphRefused', 0],
    ]);
    expect(sent[0]?.headers ?? {}).not.toHaveProperty('x-evil');
    return sent[0]?.path;
  }

  test('never changes the shape of the URL', async () => {
    const form = /^\/v1\.0\/communications\/calls\/([^/?#]+)\/participants\/([^/?#]+)$/;
    await fc.assert(
      fc.asyncProperty(ids, ids, async (callId, participantId) => {
        const path = await wirePath(callId, participantId);
        if (path === undefined) return;
        const segments = form.exec(path)?.slice(1).map(decodeURIComponent);
        expect(segments).toEqual([callId, participantId]);
        expect(new URL(path, graph.url).pathname).toBe(path);
      }),
      { numRuns: 300, examples: nasty.map((id) => [id, 'p-1']) },
    );
  });

  test.each(['.', '..', '', '\ud800', 'x'.repeat(1_025)])(
    'that is no segment is sent nowhere (case %#)',
    async (id) => {
      expect(await wirePath(id, 'p-1')).toBeUndefined();
      expect(await wirePath('call-1', id)).toBeUndefined();
    },
  );

  test('that is long and odd, but a segment, is sent', async () => {
    for (const id of ['%2e%2e', 'a/b', 'a?b', 'a#b', '\0', '\u{1F600}', 'x'.repeat(1_024)]) {
      expect(await wirePath('call-1', id)).toBeDefined();
    }
  });
});
