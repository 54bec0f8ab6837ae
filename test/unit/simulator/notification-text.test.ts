import { describe, expect, test } from 'vitest';
import { callEndItem, callItem } from '../../../simulator/bodies/call-item.ts';
import { notificationText } from '../../../simulator/bodies/envelope.ts';
import { operationItem } from '../../../simulator/bodies/operation-item.ts';
import type { Oddity } from '../../../simulator/oddities.ts';
import { callId, operationId, odd, ended } from './body-fixtures.ts';

describe('the end of a call', () => {
  const resultInfo = { code: 200, subcode: 7015, message: 'over' };
  const both = (...oddities: Oddity[]) =>
    (['terminated', 'deleted'] as const).map((part) =>
      callEndItem(part, { callId, resultInfo }, odd(...oddities)),
    );

  test('is updated terminated with a result, then deleted without state', () => {
    expect(both()).toMatchObject([
      {
        changeType: 'updated',
        paths: { resource: `/app/calls/${callId}`, resourceUrl: `/communications/calls/${callId}` },
        resourceData: { state: 'terminated', resultInfo: { code: 200, subcode: 7015 } },
      },
      { changeType: 'deleted', resourceData: { '@odata.type': '#microsoft.graph.call' } },
    ]);
    expect(both()[1]?.resourceData).not.toHaveProperty('state');
  });

  test('can be terminating, then deleted with state terminated and a result', () => {
    expect(both('terminatingThenDeleted')).toMatchObject([
      { changeType: 'updated', resourceData: { state: 'terminating' } },
      { changeType: 'deleted', resourceData: { state: 'terminated', resultInfo: { code: 200 } } },
    ]);
  });

  test('can be one of the two, or without data, or with a reason instead of a result', () => {
    expect(both('deletedOnly')[0]).toBeNull();
    expect(both('terminatedOnly')[1]).toBeNull();
    expect(both('noResourceData')[1]?.resourceData).toBeNull();
    const [terminated] = both('terminationReason');
    expect(terminated?.resourceData).toEqual({
      '@odata.type': '#microsoft.graph.call',
      state: 'terminated',
      terminationReason: 'AppInitiated',
    });
  });

  test('can say callState, in Pascal case', () => {
    const item = callItem(callId, 'established', odd('callStateMember', 'callStatePascalCase'));
    expect(item.resourceData).toMatchObject({ callState: 'Established' });
  });
});

describe('the text of a notification', () => {
  const callbackUri = 'https://bot.example/hook';
  const text = (...oddities: Oddity[]) =>
    notificationText({
      items: [operationItem(ended(), odd(...oddities))],
      oddities: odd(...oddities),
      callbackUri,
    });
  const json = (...oddities: Oddity[]) => JSON.parse(text(...oddities)) as { value: Shown[] };
  type Shown = Record<'changeType' | 'resource' | 'resourceUrl' | 'callbackUri', string> & {
    resourceData: object;
  };

  test('is an envelope of typed items', () => {
    expect(json()).toMatchObject({
      '@odata.type': '#microsoft.graph.commsNotifications',
      value: [{ '@odata.type': '#microsoft.graph.commsNotification', changeType: 'deleted' }],
    });
  });

  test('has the types without #, or leaves them out', () => {
    expect(json('typesWithoutHash')).toMatchObject({
      '@odata.type': 'microsoft.graph.commsNotifications',
      value: [{ '@odata.type': 'microsoft.graph.commsNotification' }],
    });
    expect(json('envelopeTypeMissing')).not.toHaveProperty('@odata.type');
    expect(json('itemTypeMissing').value[0]).not.toHaveProperty('@odata.type');
    expect(json('resourceDataTypeMissing').value[0]?.resourceData).not.toHaveProperty(
      '@odata.type',
    );
  });

  test('can be one item without a list, or the bare operation', () => {
    expect(json('singleNotification')).toMatchObject({ changeType: 'deleted' });
    expect(json('bareOperation')).toMatchObject({ status: 'completed', clientContext: 'invite-1' });
    expect(json('bareOperation')).not.toHaveProperty('changeType');
  });

  test.each(['trailingComma', 'commentInJson', 'unbalancedBraces'] as const)(
    'is no JSON with %s',
    (oddity) => {
      expect(() => json(oddity)).toThrow(SyntaxError);
    },
  );

  test.each([
    ['resourceOnly', ['/app/', undefined]],
    ['resourceUrlOnly', [undefined, '/communications/']],
    ['appPaths', ['/app/', '/app/']],
    ['communicationsPaths', ['/communications/', '/communications/']],
    ['swappedPaths', ['/communications/', '/app/']],
    ['noLeadingSlash', ['app/', 'communications/']],
  ] as const)('has paths by %s', (oddity, [resource, resourceUrl]) => {
    const tail = `calls/${callId}/operations/${operationId}`;
    const [item] = json(oddity).value;
    expect(item?.resource).toBe(resource && `${resource}${tail}`);
    expect(item?.resourceUrl).toBe(resourceUrl && `${resourceUrl}${tail}`);
  });

  test('can have Pascal case change types, callbackUri and items of other kinds', () => {
    expect(json('changeTypePascalCase').value[0]?.changeType).toBe('Deleted');
    expect(json('itemCallbackUri').value[0]?.callbackUri).toBe(callbackUri);
    const { value } = json('foreignItems');
    expect(value.map((item) => item.resourceUrl.split('/').at(-1))).toEqual([
      'contentSharingSessions',
      'prompts',
      'recordings',
      operationId,
    ]);
    expect(value[0]).not.toHaveProperty('resourceData');
  });
});
