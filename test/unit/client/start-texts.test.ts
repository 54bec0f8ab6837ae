import { describe, expect, it } from 'vitest';
import { staticDetails, staticSummary } from '../../../client/start-texts.ts';

const phone = { phone: { id: '+15550100', displayName: 'Ada Byron' } };
const request = {
  callId: 'Call-1',
  participants: [{ identity: phone, replacesCallId: '/app/calls/Original-2' }],
};

describe('what the UI shows of an invite from its start', () => {
  it('says how many people go where', () => {
    expect(staticSummary({ callId: 'call-1', participants: [{ identity: phone }] })).toBe(
      'dial 1 person to call call-1',
    );
    const two = ['a', 'b'].map((id) => ({ identity: { user: { id } } }));
    expect(staticSummary({ callId: 'c', participants: two })).toBe('add 2 people to call c');
  });

  it('links to the registers of both calls of a replace', () => {
    expect(staticDetails(request)).toContain('/namespaces/{namespace}/workflows/call%2Fcall1)');
    expect(staticDetails(request)).toContain('/namespaces/{namespace}/workflows/call%2Foriginal2)');
  });

  it('holds no personal data and stays within the limit of a summary', () => {
    const longest = { ...request, callId: 'x'.repeat(256) };
    expect(staticSummary(longest).length).toBeLessThan(400);
    expect(staticSummary(request) + staticDetails(request)).not.toMatch(/5550100|Ada/);
  });
});
