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
      'Dial 1 phone into call call-1',
    );
    const two = ['a', 'b'].map((id) => ({ identity: { user: { id } } }));
    expect(staticSummary({ callId: 'c', participants: two })).toBe('Add 2 people to call c');
    expect(staticSummary(request)).toBe(
      'Bring 1 person out of their present call into call Call-1',
    );
  });

  it('says when it is done, and of a replace that the original call ends too', () => {
    expect(staticDetails(request)).toMatch(/^Done when .* their original call has ended\./);
    expect(staticDetails({ ...request, participants: [{ identity: phone }] })).not.toContain(
      'original call',
    );
  });

  it('links to the registers of both calls of a replace', () => {
    expect(staticDetails(request)).toContain('/namespaces/{namespace}/workflows/call%2Fcall1)');
    expect(staticDetails(request)).toContain('/namespaces/{namespace}/workflows/call%2Foriginal2)');
  });

  it('links to the other invites into the call, by its id as it was written', () => {
    const query = "WorkflowType='inviteParticipants' AND GraphCallId='Call-1'";
    const link = /\[list\]\(\/namespaces\/\{namespace\}\/workflows\?query=([^)]*)\)/.exec(
      staticDetails(request),
    );
    expect(decodeURIComponent(link?.[1] ?? '')).toBe(query);
    expect(link?.[1]).not.toContain("'");
  });

  it('holds no personal data and stays within the limits of summary and details', () => {
    const longest = { ...request, callId: 'x'.repeat(256) };
    expect(staticSummary(longest).length).toBeLessThan(400);
    expect(staticDetails(longest).length).toBeLessThan(20_000);
    expect(staticSummary(request) + staticDetails(request)).not.toMatch(/5550100|Ada/);
  });
});
