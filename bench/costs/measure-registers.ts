import { setTimeout as pause } from 'node:timers/promises';
import { callWorkflowId } from '../../contracts/ids.ts';
import { createCallRegisterWriter } from '../../worker/call-register-writer.ts';
import { readCost, type Cost } from './read-cost.ts';
import type { Stage } from './stage.ts';

export interface RegisterCase {
  readonly name: string;
  /** When each invite registers, in milliseconds after the first. */
  readonly atMs: readonly number[];
  /** For how long each is registered. */
  readonly forMs: number;
  /** Looked at while it sleeps, not after its end. */
  readonly asleep?: true;
}

/** Real invites are registered for minutes (all their deadlines and one more): only the proportions matter here. */
export const registerCases: readonly RegisterCase[] = [
  { name: '1 invite, register asleep', atMs: [0], forMs: 60_000, asleep: true },
  { name: '5 invites, register asleep', atMs: [0, 0, 0, 0, 0], forMs: 60_000, asleep: true },
  { name: '1 invite, to its end', atMs: [0], forMs: 500 },
  { name: '5 invites before it wakes, to its end', atMs: [0, 150, 300, 450, 600], forMs: 1_000 },
  {
    ...{ name: '5 invites, 3 of them after it woke, to its end', forMs: 1_000 },
    atMs: [0, 600, 1_200, 1_300, 1_400],
  },
];

/** The life of one register, written as the worker writes it before each POST. */
export async function measureRegister(stage: Stage, wanted: RegisterCase): Promise<Cost> {
  const { client, random } = stage;
  const callId = random.guid();
  const register = client.workflow.getHandle(callWorkflowId(callId));
  await Promise.all(wanted.atMs.map((atMs) => registerAt(stage, callId, atMs, wanted.forMs)));
  if (wanted.asleep !== true) await register.result();
  return readCost(client, register.workflowId);
}

async function registerAt(stage: Stage, callId: string, atMs: number, forMs: number) {
  const { client, random, taskQueue } = stage;
  await pause(atMs);
  const registration = {
    inviteId: random.guid(),
    participantKeys: [random.guid()],
    role: 'target' as const,
    expiresAt: new Date(Date.now() + forMs).toISOString(),
  };
  await createCallRegisterWriter(client, taskQueue).register(callId, registration, forMs);
}
