import { describe, expect, test } from 'vitest';
import { createShowFields } from '../../../runtime/log-fields.ts';
import { createLogger } from '../../../runtime/logger.ts';
import { redact } from '../../../runtime/redact.ts';

const show = createShowFields(['inviteId', 'resultInfo', 'subcode', 'people']);

describe('a log line', () => {
  test('shows the members on the list, and only the names of the others', () => {
    const line = show({
      inviteId: 'i1',
      displayName: 'Canary Person',
      participants: [{ identity: { user: { id: 'u1' } } }],
      count: 2,
    });
    expect(line).toEqual({ inviteId: 'i1', count: 2, hidden: ['displayName', 'participants'] });
  });

  test('shows no keys that may be data', () => {
    expect(show({ '+15550100123': 1, 'Canary Person': 1, anna_b: 1 })).toEqual({});
  });

  test('shows of a member that holds members those on the list', () => {
    const line = show({ resultInfo: { code: 487, subcode: 10003, message: 'for +15550100123' } });
    expect(line).toEqual({ resultInfo: { code: 487, subcode: 10003 } });
  });

  test('shows short lists of values, and nothing that is no JSON', () => {
    const line = show({
      people: Array.from({ length: 80 }, (_, index) => index),
      inviteId: () => 'x',
      result: undefined,
      reason: null,
    });
    expect(line['people']).toHaveLength(50);
    expect(line).toMatchObject({ inviteId: 'function', reason: null });
    expect(line).not.toHaveProperty('result');
  });

  test('holds nothing that looks like a person or a token where an id should be', () => {
    expect(show({ inviteId: 'call +1 (555) 010-0123', reason: 'of anna@example.org' })).toEqual({
      inviteId: 'call [phone]',
      reason: 'of [address]',
    });
  });
});

describe('words of others', () => {
  test.each([
    ['addParticipants failed for 4:+15550100123.', 'addParticipants failed for 4:[phone].'],
    ['to +1 555-010-0123 now', 'to [phone] now'],
    ['sip:anna.b@example.co.uk;x', 'sip:[address];x'],
    ['Bearer abc.def.ghi refused', 'Bearer [token] refused'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln was', 'token [token] was'],
    ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [token]'],
  ])('%s becomes %s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each([
    'connect ECONNREFUSED 127.0.0.1:7233',
    'at node_modules/@temporalio/worker@1.24.0/lib/worker.js:12:3',
    'workflow not found for ID: invite/3f6c1a52-90d4-4e0b-8a77-d21f5c9be014',
    '2026-11-21T18:00:00+01:00',
  ])('%s stays', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('are cut, also when they are huge, without showing what was cut in two', () => {
    const begun = performance.now();
    const text = redact(`${'a'.repeat(495)} +15550100123 ${'@+1 '.repeat(1_000_000)}`);
    expect(text.length).toBeLessThanOrEqual(501);
    expect(text).not.toContain('555');
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('an error in a log line', () => {
  const logged = (err: unknown) => {
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    createLogger({ name: 'test', level: 'info', destination }).error({ err }, 'failed');
    return lines.join('');
  };

  test('keeps its words without persons, and its frames without its words', () => {
    const line = logged(new Error('failed for +15550100123'));
    expect(line).toContain('failed for [phone]');
    expect(line).toContain('log-fields.test.ts');
    expect(line).not.toContain('15550100123');
  });

  test('of the JSON parser keeps none of the text', () => {
    let line = '';
    try {
      JSON.parse('Canary Person');
    } catch (error) {
      line = logged(new Error('unreadable', { cause: error }));
    }
    expect(line).toContain('SyntaxError');
    expect(line).not.toContain('Canary');
  });

  test('has no person in its name, code, frames or the members below it', () => {
    const error = Object.assign(new Error('no\n    at +15550100123 (Bearer secret-token)'), {
      name: 'for +15550100123',
      code: 'anna@example.org',
      displayName: 'Canary Person',
    });
    const line = logged(error);
    expect(line).toContain('log-fields.test.ts');
    expect(line).not.toMatch(/15550100123|Canary|anna@|secret-token/);
    const lines: string[] = [];
    const destination = { write: (text: string) => lines.push(text) };
    const logger = createLogger({ name: 'test', level: 'info', destination });
    logger.info({ result: { err: { displayName: 'Canary Person' } } }, 'done for +15550100123');
    logger.info('for %s', '+15550100123');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toMatch(/15550100123|Canary|anna@/);
  });
});
