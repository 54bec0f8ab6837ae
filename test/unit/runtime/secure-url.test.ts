import { describe, expect, it } from 'vitest';
import { insecureUrlProblem } from '../../../runtime/secure-url.ts';

const strict = { allowInsecureLoopback: false };
const local = { allowInsecureLoopback: true };
const loopback = [
  'http://localhost:9090',
  'http://localhost./x',
  'http://api.localhost',
  'http://127.0.0.1',
  'http://127.1',
  'http://2130706433',
  'http://[::1]:80',
  'http://[::ffff:127.0.0.1]',
  'http://0.0.0.0',
  'https://localhost',
  'https://127.0.0.53/x',
];

describe('insecureUrlProblem', () => {
  it('lets https to another host pass', () => {
    expect(insecureUrlProblem('https://graph.microsoft.com/v1.0', strict)).toBeUndefined();
    expect(insecureUrlProblem('https://127.0.0.1.example.com', strict)).toBeUndefined();
  });

  it.each(loopback)('lets %s pass only where insecure loopback is allowed', (url) => {
    expect(insecureUrlProblem(url, local)).toBeUndefined();
    expect(insecureUrlProblem(url, strict)).toMatch(/ALLOW_INSECURE_LOOPBACK/);
  });

  it.each(['http://graph.microsoft.com', 'http://128.0.0.1', 'http://localhost.example.com'])(
    'refuses plain http to %s, whatever is allowed',
    (url) => {
      expect(insecureUrlProblem(url, local)).toMatch(/must be https/);
    },
  );

  it.each(['', 'graph', '/v1.0', 'ftp://localhost', 'file:///etc', 'https://me:pw@graph.example'])(
    'refuses %j',
    (url) => {
      expect(insecureUrlProblem(url, local)).toBeDefined();
    },
  );
});
