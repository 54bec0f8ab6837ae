import { randomUUID } from 'node:crypto';
import {
  demoDeadlines as deadlines,
  type Evidence,
  type Scenario,
  type Stage,
} from './scenario.ts';

/** The same end in awkward orders of its facts. */
export const answerScenarios: readonly Scenario[] = [
  {
    name: 'an answer that is already completed',
    expected: 'joined (add; completion: response, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async (stage) => ({
      request: await requestOf(stage, { answer: { kind: 'completedInAnswer' } }),
    }),
  },
  {
    name: 'completion overtakes the answer',
    expected: 'joined (add; completion: notification, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async (stage) => ({
      request: await requestOf(stage, { answer: { kind: 'completionBeforeAnswer' } }),
      check: (evidence) => overtaken(stage.inviteId, evidence),
    }),
  },
  {
    name: 'rosters without the person, then in the lobby',
    expected: 'joined (add; completion: notification, roster: notification, teardown: notRequired)',
    people: 1,
    setUp: async (stage) => {
      const admitAfterMs = 1200;
      const request = await requestOf(stage, {
        answer: { kind: 'lobby', afterMs: 100, admitAfterMs, completes: 'inLobby' },
      });
      const people = request.participants.map(({ identity }) => identity.user.id);
      return {
        request,
        meanwhile: () => stage.simulator.sendRosterWithout(request.callId, people),
        check: (evidence) => waitedForAdmission(stage.inviteId, evidence),
      };
    },
  },
];

async function requestOf({ inviteId, simulator }: Stage, script: object) {
  const callId = await simulator.createCall({ kind: 'group' });
  await simulator.script({ clientContext: inviteId, ...script });
  return { callId, deadlines, participants: [{ identity: { user: { id: randomUUID() } } }] };
}

function overtaken(inviteId: string, { ledger }: Evidence): readonly string[] {
  const ours = ledger.filter((one) => one.clientContext === inviteId);
  const answer = ours.find((one) => one.type === 'postAnswered');
  const delivery = ours.find(
    (one) => one.type === 'deliveryAttempted' && one.about === 'completion',
  );
  return delivery !== undefined && answer !== undefined && delivery.seq < answer.seq
    ? []
    : ['the notification did not come before the answer'];
}

function waitedForAdmission(inviteId: string, { ledger, endedAt }: Evidence): readonly string[] {
  const admitted = ledger.find(
    (one) => one.type === 'personJoined' && one.clientContext === inviteId && !one.inLobby,
  );
  if (admitted === undefined) return ['the person was never let in'];
  return endedAt < Date.parse(admitted.at)
    ? ['the invite ended while the person was in the lobby']
    : [];
}
