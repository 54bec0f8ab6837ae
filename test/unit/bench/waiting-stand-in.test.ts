import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInviteAnswer } from '../../../activities/graph/invite-answer.ts';
import { randomOf } from '../../../bench/support/random.ts';
import { startGraphStandIn, type GraphStandIn } from '../../../bench/support/graph-stand-in.ts';

describe('what stands for Graph in the waiting benchmark', () => {
  let graph: GraphStandIn;

  beforeEach(async () => {
    graph = await startGraphStandIn(randomOf(1, 'graph'));
  });

  afterEach(() => graph.close());

  it('answers an invite with a running operation and counts it', async () => {
    const response = await post('one');
    expect(response.status).toBe(200);
    const answer = readInviteAnswer(await response.json(), []);
    expect(answer).toMatchObject({ status: 'running', operationId: expect.any(String) as string });
    await post('one');
    expect([...graph.posts]).toEqual([['one', 2]]);
  });

  it('holds its answers back when told to, and has taken the invites all the same', async () => {
    graph.hold();
    const answered: string[] = [];
    const held = post('held').then(() => answered.push('held'));
    await expect.poll(() => graph.posts.get('held')).toBe(1);
    expect(answered).toEqual([]);
    graph.release();
    await held;
    expect((await post('next')).status).toBe(200);
  });

  it('tells of whatever else is asked', async () => {
    const { status } = await fetch(`${graph.baseUrl}/communications/calls/some-call`);
    expect(status).toBe(400);
    expect(graph.strange).toEqual(['GET /v1.0/communications/calls/some-call']);
  });

  function post(clientContext: string): Promise<Response> {
    return fetch(`${graph.baseUrl}/communications/calls/some-call/participants/invite`, {
      method: 'POST',
      body: JSON.stringify({
        clientContext,
        participants: [{ identity: { user: { id: 'some-person' } } }],
      }),
    });
  }
});
