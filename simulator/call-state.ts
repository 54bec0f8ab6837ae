import { callEndItem, callItem } from './bodies/call-item.ts';
import type { ResultInfo } from './bodies/result-info.ts';
import type { Call, CallKind } from './call.ts';
import type { FaultPlan } from './faults.ts';
import type { CallFault } from './faults/calls.ts';
import { newGuid, normaliseId } from './ids.ts';
import type { CallEndCause } from './ledger-fact.ts';
import { notify } from './notify.ts';
import type { Oddities } from './oddities.ts';
import { abandonOperations } from './operations.ts';
import type { Person, RosterEntry } from './person.ts';
import { currentRosterItem } from './roster.ts';
import { odditiesOf, type OddityChoice } from './variants.ts';
import type { World } from './world.ts';

/** What a call is made from. */
export type NewCall = OddityChoice & {
  readonly kind: CallKind;
  /** Where the notifications of this call go; http or https. */
  readonly callbackUri: string;
  /** People who are in the call from the start. */
  readonly participants?:
    | readonly {
        readonly person: Person;
        readonly participantId?: string | undefined;
      }[]
    | undefined;
  readonly tenantId?: string | undefined;
  /** An id of the caller's choice, also one that is no GUID. */
  readonly callId?: string | undefined;
  /** Notify `established` and the first roster. */
  readonly announce?: boolean | undefined;
  /** What an invite of somebody who is in the call already does. Nothing documents it; ringing is the default. */
  readonly repeatedInvite?: 'rings' | 'isRefused' | undefined;
  /** Whether an ended operation can still be read. Default: it is gone, as its `deleted` notification says. */
  readonly endedOperations?: 'gone' | 'readable' | undefined;
  /** In place of the simulator's own fault plan, but for the keys. */
  readonly faults?: Omit<FaultPlan, 'keys'> | undefined;
};

/** Makes an established call with the bot in it. The caller has seen to it that a chosen id is free. */
export function createCall(world: World, wanted: NewCall): Call {
  const callId = wanted.callId ?? newGuid();
  const roster = firstRoster(world, wanted);
  const call: Call = {
    callId,
    ordinal: world.calls.size + 1,
    kind: wanted.kind,
    callbackUri: wanted.callbackUri,
    tenantId: wanted.tenantId ?? world.tenantId,
    oddities: odditiesOf([wanted]),
    faults: wanted.faults ?? null,
    repeatedInvite: wanted.repeatedInvite ?? 'rings',
    endedOperations: wanted.endedOperations ?? 'gone',
    chainId: newGuid(),
    operations: [],
    ended: false,
    roster,
    previousRoster: [],
    announcedRoster: [],
    rosterSequence: 0,
    sources: roster.length,
    counts: new Map(),
  };
  world.calls.set(normaliseId(callId), call);
  world.ledger.write({ type: 'callCreated', callId, kind: call.kind });
  if (wanted.announce === true) announceStart(world, call);
  return call;
}

function firstRoster(world: World, wanted: NewCall): readonly RosterEntry[] {
  const bot = { person: { kind: 'application' as const, id: world.appId } };
  return [bot, ...(wanted.participants ?? [])].map((one, index) => ({
    participantId: ('participantId' in one ? one.participantId : undefined) ?? newGuid(),
    person: one.person,
    inLobby: false,
    hidden: false,
    invited: false,
    sourceId: index + 1,
  }));
}

function announceStart(world: World, call: Call): void {
  const { oddities } = call;
  const say = (about: string, item: ReturnType<typeof callItem>): void => {
    void notify(world, call, { about, clientContext: null, items: [item], oddities });
  };
  say('established', callItem(call.callId, 'established', oddities));
  say('roster', currentRosterItem(call, oddities));
}

/** Why and how a call ends. */
export type CallEnd = {
  readonly cause: CallEndCause;
  /** What decided it, when the cause is `fault`. */
  readonly fault?: CallFault;
  readonly resultInfo: ResultInfo;
};

/** Makes a call be over: what still rings stops without a word. Announces nothing. False: it was over already. */
export function stopCall(world: World, call: Call, end: CallEnd): boolean {
  const { cause, fault = null, resultInfo } = end;
  if (call.ended) return false;
  call.ended = true;
  const { code, subcode } = resultInfo;
  world.ledger.write({ type: 'callEnded', callId: call.callId, cause, fault, code, subcode });
  abandonOperations(world, call);
  return true;
}

/** Ends a call and announces it: `updated` terminated, then `deleted`. Resolves when that was delivered or is lost. */
export async function endCall(
  world: World,
  call: Call,
  end: CallEnd & { announced: boolean; oddities: Oddities },
): Promise<void> {
  const { resultInfo, oddities } = end;
  if (!stopCall(world, call, end) || !end.announced) return;
  const parts = ['terminated', 'deleted'] as const;
  await Promise.all(parts.map((part) => announceEnd(world, call, part, { resultInfo, oddities })));
}

/** Sends one of the two notifications of a call's end, unless an oddity leaves it out. */
export async function announceEnd(
  world: World,
  call: Call,
  part: 'terminated' | 'deleted',
  told: { resultInfo: ResultInfo; oddities: Oddities; fault?: 'forgetTeardown' | null },
): Promise<void> {
  const { resultInfo, oddities, fault = null } = told;
  const item = callEndItem(part, { callId: call.callId, resultInfo }, oddities);
  if (item === null) return;
  await notify(world, call, { about: part, clientContext: null, items: [item], oddities, fault });
}
