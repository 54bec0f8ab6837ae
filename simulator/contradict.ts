import type { EndedOperation } from './bodies/operation-item.ts';
import { operationItem } from './bodies/operation-item.ts';
import { failureText } from './bodies/result-info.ts';
import type { Call, Operation } from './call.ts';
import { decideContradiction } from './faults/deliveries.ts';
import { randomFor } from './faults/random.ts';
import { notify } from './notify.ts';
import { endedOperation } from './operations.ts';
import { faultsOf, type World } from './world.ts';

/**
 * Announces the opposite end of an operation when a fault wants it. To be called once the true end was accepted: a
 * receiver that never got that one could not know which is true.
 */
export async function contradict(world: World, call: Call, operation: Operation): Promise<void> {
  const nth = call.operations.indexOf(operation) + 1;
  const random = randomFor(world.seed, `contradiction ${call.ordinal} ${nth}`);
  const waitMs = decideContradiction(faultsOf(world, call).deliveries, random);
  if (waitMs === null || (await world.timers.sleep(waitMs)) === 'closed') return;
  const { oddities } = operation.announcing;
  await notify(world, call, {
    about: 'contradiction',
    clientContext: operation.clientContext,
    items: [operationItem(opposite(endedOperation(call, operation)), oddities)],
    oddities,
    fault: 'contradict',
  });
}

function opposite(operation: EndedOperation): EndedOperation {
  if (operation.status === 'failed') return { ...operation, status: 'completed', resultInfo: null };
  const [person] = operation.people;
  const reason = 'an internal server error';
  const message = person === undefined ? reason : failureText(person, reason, '500#0');
  return { ...operation, status: 'failed', resultInfo: { code: 500, subcode: 0, message } };
}
