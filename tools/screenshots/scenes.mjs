import { randomUUID } from 'node:crypto';

/**
 * @typedef {object} Scene one invite that ends in a way which the demo's scenarios do not show
 * @property {string} id of the invite
 * @property {string} outcome what GraphInviteOutcome says in the end; `running`: it does not end
 * @property {string} [phase] of a running one
 * @property {object} [script] what the invited person does, and Graph (simulator/README.md)
 * @property {object} [deadlines]
 * @property {boolean} [replaces] the person is in another call
 * @property {'cancel' | 'endCall'} [then] once it rings
 */

const never = { answer: { kind: 'never' } };
const short = { operationMs: 1_500, rosterMs: 1_500, teardownMs: 1_500, reconcileMs: 1_000 };
const long = { operationMs: 3_600_000, rosterMs: 3_600_000, teardownMs: 3_600_000 };

/** @type {readonly Scene[]} */
export const SCENES = [
  { id: 'ringing', outcome: 'running', phase: 'awaitingOutcome', script: never, deadlines: long },
  {
    id: 'no-roster-yet',
    outcome: 'running',
    phase: 'awaitingRoster',
    script: { answer: { kind: 'rosterNever' } },
    deadlines: long,
  },
  {
    id: 'unclear-post',
    outcome: 'running',
    phase: 'awaitingOutcome',
    script: { ...never, postFault: 'cutResponse' },
    deadlines: { unknownMs: 3_600_000 },
  },
  { id: 'busy', outcome: 'InviteBusy', script: { answer: { kind: 'busy' } } },
  {
    id: 'no-answer',
    outcome: 'InviteNoAnswer',
    script: { answer: { kind: 'noAnswer', afterMs: 300 } },
  },
  {
    id: 'not-reachable',
    outcome: 'InviteeNotReachable',
    script: { answer: { kind: 'notReachable' } },
  },
  {
    id: 'refused',
    outcome: 'InviteRejected',
    script: { answer: { kind: 'httpStatus', status: 403, code: 'Forbidden' } },
  },
  {
    id: 'throttled',
    outcome: 'InviteThrottled',
    script: { answer: { kind: 'httpStatus', status: 429, retryAfter: '30' } },
  },
  { id: 'call-ended', outcome: 'CallEnded', script: never, deadlines: long, then: 'endCall' },
  {
    id: 'no-end-reported',
    outcome: 'InviteOutcomeUnknown',
    script: never,
  },
  {
    id: 'not-in-roster',
    outcome: 'RosterUnconfirmed',
    script: { answer: { kind: 'rosterNever' } },
  },
  {
    id: 'original-call-stays',
    outcome: 'OriginalCallNotTerminated',
    script: { answer: { kind: 'teardownNever' } },
    replaces: true,
  },
  {
    id: 'taken-back',
    outcome: 'canceled',
    script: { ...never, oddities: ['participantIdInAnswer'] },
    deadlines: long,
    then: 'cancel',
  },
  {
    id: 'not-taken-back',
    outcome: 'canceledUnconfirmed',
    script: never,
    deadlines: { ...long, reconcileMs: 1_000 },
    then: 'cancel',
  },
];

/**
 * Brings every scene about and waits until each has ended, or is in its phase.
 * @param {{ invites: import('../../client/index.ts').InviteClient, simulatorUrl: string,
 *   notificationUrl: string, log: (line: string) => void }} stage
 */
export async function playScenes(stage) {
  const control = simulatorControl(stage);
  const played = await Promise.allSettled(SCENES.map((scene) => play(scene, stage, control)));
  const failed = played.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/**
 * @param {Scene} scene
 * @param {Parameters<typeof playScenes>[0]} stage
 * @param {Control} control
 */
async function play(scene, { invites, log }, control) {
  const { invite, callId } = await startScene(scene, invites, control);
  await untilPhase(invite, scene.phase ?? 'awaitingOutcome');
  if (scene.outcome === 'running') return;
  if (scene.then === 'cancel') await invite.cancel();
  if (scene.then === 'endCall') await control('DELETE', `/calls/${callId}`);
  await invite.result().catch(() => undefined);
  const { outcome } = await invite.status();
  log(`${scene.id}: ${outcome}`);
  if (outcome !== scene.outcome) throw new Error(`${scene.id} was to end as ${scene.outcome}`);
}

/** @param {Scene} scene @param {import('../../client/index.ts').InviteClient} invites @param {Control} control */
async function startScene({ id, script, deadlines = short, replaces }, invites, control) {
  const identity = { user: { id: randomUUID() } };
  const { callId } = await control('POST', '/calls', { kind: 'group' });
  const from = replaces
    ? await control('POST', '/calls', { kind: 'peerToPeer', participants: [{ identity }] })
    : undefined;
  await control('POST', '/scripts', { clientContext: id, ...script });
  const participants = [{ identity, ...(from && { replacesCallId: from.callId }) }];
  const invite = await invites.start({ inviteId: id, callId, participants, deadlines });
  return { invite, callId };
}

/** Or until it is over. @param {import('../../client/index.ts').InviteHandle} invite @param {string} phase */
async function untilPhase(invite, phase) {
  for await (const status of invite.watch({ pollMs: 100 })) {
    if (status.phase === phase || status.phase === 'done') return;
  }
}

/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Control */

/** @param {{ simulatorUrl: string, notificationUrl: string }} stage @returns {Control} */
function simulatorControl({ simulatorUrl, notificationUrl }) {
  return async (method, path, body) => {
    const whole = path === '/calls' ? { callbackUri: notificationUrl, ...body } : body;
    const answer = await fetch(`${simulatorUrl}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(whole && { body: JSON.stringify(whole) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${method} ${path}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
