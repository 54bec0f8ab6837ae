import { announceOriginalRoster, announceTeardown } from './announce-original-call.ts';
import type { NotificationItem } from './bodies/envelope.ts';
import { foreignOperationItem, operationItem } from './bodies/operation-item.ts';
import type { Call, Operation } from './call.ts';
import { contradict } from './contradict.ts';
import type { DeliveryEnd } from './deliveries.ts';
import { notify, writeLost } from './notify.ts';
import { endedOperation } from './operations.ts';
import { currentRosterItem } from './roster.ts';
import type { Fact } from './script.ts';
import type { World } from './world.ts';

/** Announces what an ended operation led to, in the order and with the delays of its script. */
export async function announceOperation(
  world: World,
  call: Call,
  operation: Operation,
): Promise<void> {
  const { order, delaysMs, oneByOne, oddities } = operation.announcing;
  if (oddities.has('batch')) void announceBatch(world, call, operation);
  const due = order.filter((fact) => !(oddities.has('batch') && isOfTarget(fact)));
  const announce = async (fact: Fact): Promise<void> => {
    const delayMs = delaysMs[fact] ?? 0;
    if (delayMs > 0 && (await world.timers.sleep(delayMs)) === 'closed') return;
    await announceFact(world, call, operation, fact);
  };
  if (oneByOne) {
    for (const fact of due) await announce(fact);
  } else {
    await Promise.all(due.map(announce));
  }
}

async function announceFact(
  world: World,
  call: Call,
  operation: Operation,
  fact: Fact,
): Promise<void> {
  if (fact === 'terminated' || fact === 'deleted') {
    await announceTeardown(world, operation, fact);
    return;
  }
  if (fact === 'originalRoster') {
    await announceOriginalRoster(world, operation);
    return;
  }
  const end = await announceToTarget(world, call, operation, [fact]);
  if (fact !== 'completion') return;
  operation.markAnnounced();
  if (end === 'accepted') void contradict(world, call, operation);
}

/** Completion and roster in one envelope. */
async function announceBatch(world: World, call: Call, operation: Operation): Promise<void> {
  const told = operation.announcing.order.filter(isOfTarget);
  const end = await announceToTarget(world, call, operation, told);
  operation.markAnnounced();
  const completed =
    told.includes('completion') && !operation.announcing.lost.includes('completion');
  if (end === 'accepted' && completed) void contradict(world, call, operation);
}

/** Sends what is true and not lost in one envelope. */
async function announceToTarget(
  world: World,
  call: Call,
  operation: Operation,
  wanted: readonly Fact[],
): Promise<DeliveryEnd> {
  const { oddities, lost } = operation.announcing;
  const { clientContext } = operation;
  const due = wanted.filter((fact) => isDue(call, operation, fact));
  for (const about of due.filter((fact) => lost.includes(fact))) {
    writeLost(world, call, { about, clientContext });
  }
  const told = due.filter((fact) => !lost.includes(fact));
  if (told.length === 0) return 'dropped';
  const items = told.flatMap((fact) => targetItems(call, operation, fact));
  return notify(world, call, { about: told.join('+'), clientContext, items, oddities });
}

function isOfTarget(fact: Fact): boolean {
  return fact === 'completion' || fact === 'roster';
}

/** Whether a fact came true and is told on the target call. */
function isDue(call: Call, operation: Operation, fact: Fact): boolean {
  const { oddities, completionBy } = operation.announcing;
  if (call.ended) return false;
  if (fact === 'completion') return completionBy === 'notification';
  const someoneIn = operation.seats.some((seat) => seat.state === 'joined' && seat.listed);
  return someoneIn && !oddities.has('originalRosterOnly');
}

function targetItems(call: Call, operation: Operation, fact: Fact): readonly NotificationItem[] {
  const { oddities } = operation.announcing;
  if (fact === 'roster') return [currentRosterItem(call, oddities)];
  const ended = endedOperation(call, operation);
  const foreign = oddities.has('foreignOperation') ? [foreignOperationItem(ended, oddities)] : [];
  return [...foreign, operationItem(ended, oddities)];
}
