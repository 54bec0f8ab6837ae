import type { Call, Operation } from './call.ts';
import { endCall } from './call-state.ts';
import type { CallFault } from './faults/calls.ts';
import { faultsOf, type World } from './world.ts';

/**
 * Lets the end of a call cross a POST, as decided. For `endsBeforeAnswer` it resolves when the end was announced, so
 * that the news can be there before the answer.
 */
export async function endByFault(
  world: World,
  call: Call,
  operation: Operation | null,
  fault: CallFault | null,
): Promise<void> {
  if (fault === null) return;
  if (fault === 'endsBeforeAnswer') {
    await end(world, call, fault);
  } else if (fault === 'endsOnPost') {
    void end(world, call, fault);
  } else {
    world.timers.after(faultsOf(world, call).calls?.endsAfterMs ?? 50, () => {
      if (operation?.status === 'running') void end(world, call, fault);
    });
  }
}

function end(world: World, call: Call, fault: CallFault): Promise<void> {
  const resultInfo = { code: 200, subcode: 7000, message: 'The call ended.' };
  const { oddities } = call;
  return endCall(world, call, { cause: 'fault', fault, resultInfo, announced: true, oddities });
}
