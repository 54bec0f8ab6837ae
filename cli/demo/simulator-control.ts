import { isObject } from '../../contracts/json-values.ts';
import { readLedgerEntry, type LedgerEntry } from './ledger-entry.ts';

/** The simulator's control API over HTTP, as far as the demo uses it (simulator/README.md). */
export interface SimulatorControl {
  /** The id of a new call. */
  readonly createCall: (call: object) => Promise<string>;
  readonly script: (script: object) => Promise<void>;
  /** Sends a roster notification that leaves these people out. */
  readonly sendRosterWithout: (callId: string, people: readonly string[]) => Promise<void>;
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
}

export function simulatorControl(baseUrl: string, notificationUrl: string): SimulatorControl {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(`/control${path}`, baseUrl), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Simulator: ${method} ${path} answered ${response.status}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    createCall: async (call) => {
      const made = await send('POST', '/calls', { callbackUri: notificationUrl, ...call });
      if (isObject(made) && typeof made['callId'] === 'string') return made['callId'];
      throw new Error('Simulator: the new call has no id');
    },
    script: async (script) => {
      await send('POST', '/scripts', script);
    },
    sendRosterWithout: async (callId, people) => {
      await send('POST', `/calls/${encodeURIComponent(callId)}/roster`, { without: people });
    },
    ledger: async () => {
      const answer = await send('GET', '/ledger');
      const entries = isObject(answer) ? answer['entries'] : undefined;
      return Array.isArray(entries) ? entries.flatMap(readLedgerEntry) : [];
    },
  };
}
