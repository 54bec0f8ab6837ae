import { randomUUID } from 'node:crypto';
import { demoDeadlines as deadlines, type Scenario } from './scenario.ts';

/** Operations that fail. */
export const failureScenarios: readonly Scenario[] = [
  {
    name: 'declined',
    expected: 'InviteDeclined (603/0, diagnostic 603#0; retry: never)',
    people: 1,
    setUp: (stage) => answered(stage, { kind: 'decline' }),
  },
  {
    name: 'failed, the true codes in the text',
    expected: 'InviteFailed (500/0, diagnostic 580#5201; retry: later)',
    people: 1,
    setUp: (stage) =>
      answered(stage, {
        kind: 'fail',
        code: 500,
        subcode: 0,
        message: 'The invite of {mri} came to nothing, code=580 subcode=5201.',
      }),
  },
];

async function answered({ inviteId, simulator }: Parameters<Scenario['setUp']>[0], answer: object) {
  const callId = await simulator.createCall({ kind: 'group' });
  await simulator.script({ clientContext: inviteId, answer });
  const participants = [{ identity: { user: { id: randomUUID() } } }];
  return { request: { callId, deadlines, participants } };
}
