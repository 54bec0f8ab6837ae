import type { CallInput, Script } from '../../simulator/index.ts';
import { facts } from '../../simulator/script.ts';
import type { Stage } from './stage.ts';

/** A call of the simulator; nothing is ever sent to its callback, because all facts of its invites are lost. */
export function silentCall({ simulator }: Stage, call: Omit<CallInput, 'callbackUri'>): string {
  return simulator.createCall({ ...call, callbackUri: 'http://127.0.0.1:9/unused' }).callId;
}

/** What happens to an invite stays unannounced: it is the benchmark that tells. */
export function silently({ simulator }: Stage, inviteId: string, script: Script = {}): void {
  simulator.script({ clientContext: inviteId, lost: facts, ...script });
}
