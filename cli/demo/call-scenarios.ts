import { randomUUID } from 'node:crypto';
import { demoDeadlines as deadlines, type Scenario } from './scenario.ts';

const teardownMs = 900;

/** Who is invited, and from where. */
export const callScenarios: readonly Scenario[] = [
  {
    name: 'one participant',
    expected: 'joined (add; completion: notification, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async ({ simulator }) => {
      const callId = await simulator.createCall({ kind: 'group' });
      return { request: { callId, deadlines, participants: [{ identity: user() }] } };
    },
  },
  {
    name: 'three participants in one request',
    expected:
      'joined (addSeveral; completion: notification, roster: notification, teardown: notRequired)',
    people: 3,
    setUp: async ({ simulator }) => {
      const callId = await simulator.createCall({ kind: 'group' });
      const participants = [1, 2, 3].map(() => ({ identity: user() }));
      return { request: { callId, deadlines, participants } };
    },
  },
  {
    name: 'replace a peer-to-peer call',
    expected:
      'joined (replace; completion: notification, roster: reconciliation, teardown: notification)',
    people: 1,
    setUp: async ({ inviteId, simulator }) => {
      const identity = user();
      const originalCallId = await simulator.createCall({
        kind: 'peerToPeer',
        participants: [{ identity }],
      });
      const callId = await simulator.createCall({ kind: 'group' });
      await simulator.script({
        clientContext: inviteId,
        // As published: the roster is of the original call, where the person was before (docs/protocol.md, quirk 13).
        oddities: ['originalRosterOnly'],
        delaysMs: { terminated: teardownMs, deleted: teardownMs },
      });
      const participants = [{ identity, replacesCallId: originalCallId }];
      return {
        request: { callId, deadlines, participants },
        check: ({ ledger, endedAt }) => {
          const end = ledger.find(
            (one) => one.type === 'callEnded' && one.callId === originalCallId,
          );
          if (end === undefined) return ['the original call has not ended'];
          return endedAt < Date.parse(end.at)
            ? ['the invite ended before the original call did']
            : [];
        },
      };
    },
  },
  {
    name: 'telephone (PSTN)',
    expected:
      'joined (dialOut; completion: notification, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async ({ simulator }) => {
      const callId = await simulator.createCall({ kind: 'group' });
      const number = `+1555010${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
      const participants = [{ identity: { phone: { id: number } } }];
      return { request: { callId, deadlines, participants } };
    },
  },
  {
    name: 'move between meetings',
    expected:
      'joined (move; completion: notification, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async ({ inviteId, simulator }) => {
      const [identity, participantId] = [user(), randomUUID()];
      const sourceCallId = await simulator.createCall({
        kind: 'meeting',
        participants: [{ identity, participantId }],
      });
      const callId = await simulator.createCall({ kind: 'meeting' });
      // A move promises nothing about its source.
      await simulator.script({ clientContext: inviteId, oddities: ['noOriginalRoster'] });
      const participants = [{ identity, replacesCallId: sourceCallId, participantId }];
      return {
        request: { callId, deadlines, participants },
        check: ({ ledger }) =>
          ledger.some((one) => one.type === 'callEnded' && one.callId === sourceCallId)
            ? ['the source meeting was ended']
            : [],
      };
    },
  },
];

function user(): { readonly user: { readonly id: string } } {
  return { user: { id: randomUUID() } };
}
