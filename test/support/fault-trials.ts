/** Many invites under one kind of fault, each trial on calls of its own, judged by the checker. */
import { randomInt, randomUUID } from 'node:crypto';
import type { InviteRequest } from '../../contracts/types.ts';
import type { FaultPlan } from '../../simulator/faults.ts';
import type { Script } from '../../simulator/script.ts';
import { awaitCaller } from '../checker/caller-saw.ts';
import type { Evidence, InviteEvidence } from '../checker/evidence.ts';
import { gatherInvite } from '../checker/gather-invite.ts';
import type { Cloud } from './cloud.ts';

export interface FaultTrials {
  /** On each call of the trials. */
  readonly faults: FaultPlan;
  readonly deadlines: NonNullable<InviteRequest['deadlines']>;
  readonly onUnknownOutcome?: InviteRequest['onUnknownOutcome'];
  /** What each invited person does, beside answering. */
  readonly script?: Omit<Script, 'inviteeId' | 'clientContext'>;
}

/** 20 invites in each trial, and ten trials at a time: 200 invites are in flight. */
const callsPerTrial = 4;
const trialsAtOnce = 10;

/**
 * Runs the trials and gathers what they leave behind. Faults follow from the simulator's seed and the order in which calls
 * are made; ids are new in each run.
 */
export async function runFaultTrials(
  cloud: Cloud,
  trials: FaultTrials,
  count: number,
): Promise<Evidence> {
  const calls = new Set<string>();
  const invites: InviteEvidence[] = [];
  for (let first = 0; first < count; first += trialsAtOnce) {
    const wave = Array.from({ length: Math.min(trialsAtOnce, count - first) }, () =>
      runTrial(cloud, trials, calls),
    );
    for (const ended of await Promise.all(wave)) invites.push(...ended);
  }
  const ledger = cloud.simulator
    .ledger()
    .filter((entry) => !('callId' in entry) || calls.has(entry.callId));
  return { ledger, invites };
}

/** Five invites on each of four calls: a replace, two people at once, a telephone, and two single people. */
async function runTrial(
  cloud: Cloud,
  { faults, script, deadlines, onUnknownOutcome = 'fail' }: FaultTrials,
  calls: Set<string>,
): Promise<InviteEvidence[]> {
  const { simulator, callbackUri, invites, client } = cloud;
  const newCall = (kind: 'group' | 'peerToPeer', participants: Person[] = []) => {
    const { callId } = simulator.createCall({ kind, callbackUri, faults, participants });
    calls.add(callId);
    return callId;
  };
  const planned = Array.from({ length: callsPerTrial }, () => newCall('group')).flatMap(
    (callId) => {
      const person = user();
      const replaced = { ...person, replacesCallId: newCall('peerToPeer', [person]) };
      return [[replaced], [user(), user()], [phone()], [user()], [user()]].map((participants) => ({
        inviteId: randomUUID(),
        request: { callId, participants, deadlines, onUnknownOutcome },
      }));
    },
  );
  return await Promise.all(
    planned.map(async ({ inviteId, request }) => {
      if (script) simulator.script({ ...script, clientContext: inviteId });
      const handle = await invites.start({ inviteId, ...request });
      const callerSaw = await awaitCaller(handle);
      return await gatherInvite(client, { inviteId, request, callerSaw });
    }),
  );
}

type Person = ReturnType<typeof user> | ReturnType<typeof phone>;

const user = () => ({ identity: { user: { id: randomUUID() } } });
const phone = () => ({ identity: { phone: { id: `+1555${randomInt(1e9, 1e10)}` } } });
