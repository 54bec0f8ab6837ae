import { createCall, endCall, type NewCall } from './call-state.ts';
import type { Call } from './call.ts';
import { ControlInputError, readFlag, readObject, readWord } from './control-reader.ts';
import type { TokenChanges } from './key-ring.ts';
import { rotateKeys } from './key-rotation.ts';
import type { LedgerEntry } from './ledger-fact.ts';
import type { FaultPlan } from './faults.ts';
import type { IdentityKind, Person } from './person.ts';
import { readCallEnd, readNewCall, readRosterOverrides } from './read-call-input.ts';
import { readFaultPlan } from './read-fault-plan.ts';
import { readScript } from './read-script.ts';
import type { Script } from './script.ts';
import { sendRoster, type RosterOverrides } from './send-roster.ts';
import { findCall, type World } from './world.ts';

/** A call as a caller describes it; people are Graph identity sets of one kind. */
export type CallInput = Omit<NewCall, 'participants'> & {
  readonly participants?:
    | readonly {
        readonly identity: Readonly<Partial<Record<IdentityKind, Omit<Person, 'kind'>>>>;
        readonly participantId?: string | undefined;
      }[]
    | undefined;
};

/** How a call ends. Default 200/7000, announced. */
export type CallEndInput = {
  readonly code?: number | undefined;
  readonly subcode?: number | undefined;
  readonly message?: string | undefined;
  /** false: the notifications of the end are lost. */
  readonly announced?: boolean | undefined;
};

/** What tests, the demo and the HTTP control API can do. Unusable input throws a ControlInputError that says why. */
export type Control = {
  readonly createCall: (call: CallInput) => { readonly callId: string };
  readonly script: (script: Script) => void;
  readonly clearScripts: () => void;
  readonly endCall: (callId: string, end?: CallEndInput) => void;
  /** Sends a roster notification now. */
  readonly sendRoster: (callId: string, overrides?: RosterOverrides) => void;
  readonly setFaults: (plan: FaultPlan) => void;
  /** All entries, or those with a higher `seq` than `after`. */
  readonly ledger: (after?: number) => readonly LedgerEntry[];
  /** Makes a new signing key; `keepOld: false` withdraws the old one from the published set. */
  readonly rotateKeys: (rotation?: { readonly keepOld?: boolean | undefined }) => Promise<string>;
  readonly mintToken: (changes?: TokenChanges) => Promise<string>;
};

/** The same functions for input that nobody has looked at yet; each is assignable to its checked form. */
export type UncheckedControl = Pick<Control, 'clearScripts' | 'ledger'> & {
  readonly createCall: (call: unknown) => { readonly callId: string };
  readonly script: (script: unknown) => void;
  readonly endCall: (callId: string, end?: unknown) => void;
  readonly sendRoster: (callId: string, overrides?: unknown) => void;
  readonly setFaults: (plan: unknown) => void;
  readonly rotateKeys: (rotation?: unknown) => Promise<string>;
  readonly mintToken: (changes?: unknown) => Promise<string>;
};

/** A call id that names no call. */
export class UnknownCallError extends Error {
  override readonly name = 'UnknownCallError';
}

/** The control functions of one simulator. They check their input as the HTTP control API does. */
export function createControl(world: World): UncheckedControl {
  return {
    createCall: (call) => ({ callId: newCall(world, call).callId }),
    script: (script) => {
      world.scripts.add(readScript(script));
    },
    clearScripts: () => {
      world.scripts.clear();
    },
    endCall: (callId, end) => {
      const call = knownCall(world, callId);
      const { resultInfo, announced = true } = readCallEnd(end);
      const info = { code: 200, subcode: 7000, message: 'The call ended.', ...resultInfo };
      const { oddities } = call;
      void endCall(world, call, { cause: 'control', resultInfo: info, announced, oddities });
    },
    sendRoster: (callId, overrides) => {
      sendRoster(world, knownCall(world, callId), readRosterOverrides(overrides));
    },
    setFaults: (plan) => {
      world.faults = readFaultPlan(plan);
    },
    ledger: (after) => world.ledger.entries(after),
    rotateKeys: async (rotation) => {
      const keepOld = readFlag(readObject(rotation ?? {}, 'the rotation', ['keepOld']), 'keepOld');
      return rotateKeys(world, keepOld ?? true);
    },
    mintToken: (changes) => world.keys.mint(readTokenChanges(changes)),
  };
}

function newCall(world: World, input: unknown): Call {
  const wanted = readNewCall(input);
  if (wanted.callId !== undefined && findCall(world, wanted.callId) !== undefined) {
    throw new ControlInputError(`callId ${wanted.callId} is taken`);
  }
  return createCall(world, wanted);
}

function knownCall(world: World, callId: string): Call {
  const call = findCall(world, callId);
  if (call === undefined) throw new UnknownCallError(`no call ${callId}`);
  return call;
}

function readTokenChanges(value: unknown): TokenChanges {
  const body = readObject(value ?? {}, 'the token', ['claims', 'header', 'signWith']);
  return {
    claims: readObject(body['claims'] ?? {}, 'claims', Object.keys(body['claims'] ?? {})),
    header: readObject(body['header'] ?? {}, 'header', Object.keys(body['header'] ?? {})),
    signWith: readWord(body, 'signWith', ['currentKey', 'previousKey']),
  };
}
