import { expect, test } from 'vitest';
import { tokenFailureOf } from '../../../worker/token-failure.ts';

const person = 'Someone Else (someone@example.org)';

test.each([
  [
    'a refusal',
    'invalid_client: Error(s): 7000215 - AADSTS7000215: the secret of',
    { reason: 'invalid_client', code: 'AADSTS7000215' },
  ],
  ['a broken network', 'network_error: see the address of', { reason: 'network_error' }],
  [
    'a code alone',
    'AADSTS50034: no account of',
    { reason: 'AuthenticationError', code: 'AADSTS50034' },
  ],
  ['words', 'the account of', { reason: 'AuthenticationError' }],
  [
    'a word that only looks like a code',
    'xAADSTS1x someone_else',
    { reason: 'AuthenticationError' },
  ],
])('%s is told without its text', (_what, text, told) => {
  const error = Object.assign(new Error(`${text} ${person}`), { name: 'AuthenticationError' });
  expect(tokenFailureOf(error)).toEqual(told);
});

test('what is no error is unknown', () => {
  expect(tokenFailureOf(person)).toEqual({ reason: 'unknown' });
});
