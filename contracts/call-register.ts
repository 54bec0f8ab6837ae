import type { Registration } from './types.ts';

/**
 * Who waits on a call. Roster and call-state notifications carry a call id and no clientContext, so the worker writes a
 * registration before the POST and the webhooks look it up. Another store could stand behind these two functions.
 */
export interface CallRegisterWriter {
  /**
   * Stores the registration before it resolves; doing it twice is harmless.
   * @param expiresInMs from now; the register may forget the registration after it
   */
  register(callId: string, registration: Registration, expiresInMs: number): Promise<void>;
}

export interface CallRegisterReader {
  /** Strongly consistent: sees every registration whose `register` has resolved. Empty when nobody waits. */
  lookUp(callId: string): Promise<readonly Registration[]>;
}
