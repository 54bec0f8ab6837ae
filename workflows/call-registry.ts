import { continueAsNew, log, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { isRegistration } from '../contracts/guards.ts';
import { inviteRegisteredSignal } from '../contracts/messages.ts';
import type { Registration } from '../contracts/types.ts';

/**
 * The register of one call: who waits on it. The webhooks read it from this run's history, so all it does is last until
 * nobody waits any more. It is started with a delay up to its first registration's expiry and sleeps until then; woken
 * early, it waits just the same.
 * @param carried registrations of an earlier run that was continued as new
 */
export async function callRegistry(
  registration: Registration,
  carried: readonly Registration[] = [],
): Promise<void> {
  const registrations = [registration, ...carried].filter(isRegistration);
  setHandler(inviteRegisteredSignal, (added) => {
    if (isRegistration(added)) registrations.push(added);
    else log.warn('Dropped an ill-formed registration');
  });
  for (;;) {
    const waiting = registrations.filter(isWaiting);
    const [first, ...others] = waiting;
    if (first === undefined) return;
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof callRegistry>(first, others);
    }
    const lastExpiry = Math.max(...waiting.map(({ expiresAt }) => Date.parse(expiresAt)));
    await sleep(lastExpiry - Date.now(), { summary: `${waiting.length} waiting` });
  }
}

function isWaiting({ expiresAt }: Registration): boolean {
  return Date.parse(expiresAt) > Date.now();
}
