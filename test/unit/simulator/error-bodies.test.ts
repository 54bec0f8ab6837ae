import { describe, expect, test } from 'vitest';
import { graphErrorBody } from '../../../simulator/bodies/graph-error.ts';
import { messagingResourceId } from '../../../simulator/bodies/result-info.ts';
import type { Person } from '../../../simulator/person.ts';
import { user, phone, bot } from './body-fixtures.ts';

describe('an error body', () => {
  const error = {
    code: '7503',
    message: 'no',
    requestId: 'r-1',
    at: new Date('2026-01-02T03:04:05Z'),
  };

  test('has the code in plain view', () => {
    expect(graphErrorBody(error)).toEqual({
      error: {
        code: '7503',
        message: 'no',
        innerError: {
          'request-id': 'r-1',
          date: '2026-01-02T03:04:05',
          'client-request-id': 'r-1',
        },
      },
    });
  });

  test('or a second JSON text inside the message', () => {
    const { error: outer } = graphErrorBody(error, 'nested') as {
      error: { code: string; message: string };
    };
    expect(outer.code).toBe('UnknownError');
    expect(JSON.parse(outer.message)).toEqual({
      errorCode: '7503',
      message: 'no',
      instanceAnnotations: [],
    });
  });
});

test('failure texts address people by kind', () => {
  const acs: Person = { kind: 'azureCommunicationServicesUser', id: 'x' };
  expect([user, phone, bot, acs].map(messagingResourceId)).toEqual([
    `8:orgid:${user.id}`,
    `4:${phone.id}`,
    `28:${bot.id}`,
    '8:acs:x',
  ]);
});
