import type { ServerName } from './servers.ts';
import type { Promised, Settings, Tuning } from './engine-protocol.ts';

/** What is measured beside what. */
export interface Variant {
  /** Of figures; no two that run side by side have the same. */
  readonly name: string;
  readonly product: Settings['product'];
  /** Which dev server: with stock settings, those of the local stack, or in between. */
  readonly server: ServerName;
  /** Whether the client is in a process of its own, or in the worker's, where it starts eagerly. */
  readonly client: 'apart' | 'together';
  /** Beside what the worker of the product has by itself. */
  readonly tuning: Tuning;
  /** What a naive one does of the things that ours promises. */
  readonly promises: readonly Promised[];
}

export const naive: Variant = {
  ...{ name: 'naive', product: 'naive', server: 'ours', client: 'apart' },
  ...{ tuning: {}, promises: [] },
};
export const naiveStock: Variant = { ...naive, name: 'naive on a stock server', server: 'stock' };
export const ours: Variant = { ...naive, name: 'ours', product: 'ours' };
/** As in the process that is both worker and webhooks. */
export const oursTogether: Variant = { ...ours, name: 'ours in one process', client: 'together' };
