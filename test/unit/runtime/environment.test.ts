import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from '../../../runtime/configuration-error.ts';
import {
  booleanText,
  commaList,
  port,
  readEnvironment,
  secureUrl,
  wholeNumber,
} from '../../../runtime/environment.ts';

const schema = z.object({
  ADMIN_PORT: port().default(9464),
  NAMES: commaList().default([]),
  ENABLED: booleanText().default(false),
  LIMIT: wholeNumber({ min: 1, max: 10 }).optional(),
  AUDIENCE: z.string(),
});

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readEnvironment(schema, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('readEnvironment', () => {
  it('fills in defaults, and takes an empty variable for an unset one', () => {
    expect(readEnvironment(schema, { AUDIENCE: 'a', ADMIN_PORT: '', NAMES: '' })).toEqual({
      ADMIN_PORT: 9464,
      NAMES: [],
      ENABLED: false,
      AUDIENCE: 'a',
    });
  });

  it('reads ports, lists and flags', () => {
    const env = { AUDIENCE: 'a', ADMIN_PORT: '0', NAMES: ' a, ,b ', ENABLED: 'true', LIMIT: '10' };
    expect(readEnvironment(schema, env)).toMatchObject({
      ADMIN_PORT: 0,
      NAMES: ['a', 'b'],
      ENABLED: true,
      LIMIT: 10,
    });
  });

  it('reports all problems together, by name and without values', () => {
    const env = { ADMIN_PORT: '70000', ENABLED: 'yes-secret', LIMIT: '1e1' };
    expect(problemsOf(env)).toEqual([
      'ADMIN_PORT must be a whole number from 0 to 65535',
      'ENABLED must be "true" or "false"',
      'LIMIT must be a whole number from 1 to 10',
      'AUDIENCE is required',
    ]);
    expect(problemsOf(env).join()).not.toMatch(/70000|secret|1e1/);
  });

  it.each(['TRUE', '1', 'on', 'false '])('takes %j for no flag', (text) => {
    expect(problemsOf({ AUDIENCE: 'a', ENABLED: text })).toEqual([
      'ENABLED must be "true" or "false"',
    ]);
  });

  it('shows what is wrong with a URL without showing the URL', () => {
    const urls = z.object({ GRAPH: secureUrl({ allowInsecureLoopback: false }) });
    expect(() => readEnvironment(urls, { GRAPH: 'http://graph.example/token' })).toThrow(
      /^The configuration is not usable:\n {2}- GRAPH must be https: plain http is for loopback only$/,
    );
  });
});
