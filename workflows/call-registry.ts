import {
  continueAsNew,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { isRegistration } from '../contracts/guards.ts';
import { inviteRegisteredSignal } from '../contracts/messages.ts';
import { registerLine } from '../contracts/register-line.ts';
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
  let shown = false;
  setHandler(inviteRegisteredSignal, (added) => {
    if (isRegistration(added)) registrations.push(added);
    else log.warn('Dropped an ill-formed registration');
    // Not for those that came while it slept: thousands are handed over at once, and the loop shows them together.
    if (shown) showWaiting(registrations.filter(isWaiting));
  });
  for (;;) {
    const waiting = registrations.filter(isWaiting);
    showWaiting(waiting);
    shown = true;
    const [first, ...others] = waiting;
    if (first === undefined) return;
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof callRegistry>(first, others);
    }
    const lastExpiry = Math.max(...waiting.map(({ expiresAt }) => Date.parse(expiresAt)));
    const summary = `sleep until nobody waits any more: ${waiting.length} registered`;
    await sleep(lastExpiry - Date.now(), { summary });
  }
}

function isWaiting({ expiresAt }: Registration): boolean {
  return Date.parse(expiresAt) > Date.now();
}

/** More would not fit into what the UI shows of a run. */
const maxShown = 50;

/** For the Temporal UI: ids and times only. Free, and in no history. */
function showWaiting(waiting: readonly Registration[]): void {
  const title =
    waiting.length === 0
      ? 'Nobody waits on this call any more'
      : `${waiting.length} registered on this call; it sleeps, and that is normal`;
  const lines = waiting.slice(-maxShown).map((one) => `- ${registerLine(one)}`);
  setCurrentDetails([`**${title}**`, '', ...lines, '- To do: nothing'].join('\n'));
}
