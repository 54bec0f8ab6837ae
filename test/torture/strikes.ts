import type { LinkState } from '../support/fault-proxy.ts';
import type { Link } from '../support/fault-proxy-links.ts';
import type { Dice } from './dice.ts';

/** What happens to a process, a link or the keys, and after how many milliseconds it is undone. */
export type Blow = { readonly forMs: number } & (ProcessHit | LinkHit | KeysHit);

/** A blow with its time, in milliseconds after the start. */
export type Strike = Blow & { readonly atMs: number };

export type KeySetState = 'serverError' | 'silent' | 'slow' | 'empty' | 'webPage' | 'redirect';

interface ProcessHit {
  readonly lane: 'processes';
  readonly kind: ProcessBlow;
  /** `temporal`, or such as `worker-1`. */
  readonly process: string;
}

interface LinkHit {
  readonly lane: 'links';
  readonly kind: LinkBlow;
  readonly between: Link;
  /** Whose link; `all` of those that have one. */
  readonly process: string;
  readonly state: LinkState;
}

type KeysHit =
  | { readonly lane: 'keys'; readonly kind: 'keysRotated'; readonly keepOld: boolean }
  | { readonly lane: 'keys'; readonly kind: KeySetBlow; readonly state: KeySetState };

/** SIGKILL, SIGTERM and SIGSTOP. */
export const processBlows = [
  'workerKilled',
  'workerTerminated',
  'workerPaused',
  'webhooksKilled',
  'webhooksTerminated',
  'temporalKilled',
] as const;
export type ProcessBlow = (typeof processBlows)[number];

export const linkStates = {
  linkLate: (dice) => ({ kind: 'late', ms: dice.between(50, 600), jitterMs: 200 }),
  linkRefused: () => ({ kind: 'refused' }),
  linkSilent: () => ({ kind: 'silent' }),
  linkSlow: (dice) => ({
    kind: 'slow',
    bytesPerSecond: dice.between(1_000, 8_000),
    sliceBytes: dice.pick([1, 16, 512]),
  }),
  linkAnswersCut: () => ({ kind: 'answersCut' }),
} as const satisfies Record<string, (dice: Dice) => LinkState>;
export type LinkBlow = keyof typeof linkStates;

export const keySetStates = {
  keySetServerError: 'serverError',
  keySetSilent: 'silent',
  keySetSlow: 'slow',
  keySetEmpty: 'empty',
  keySetWebPage: 'webPage',
  keySetRedirect: 'redirect',
} as const satisfies Record<string, KeySetState>;
export type KeySetBlow = keyof typeof keySetStates;

export const linkBlows = Object.keys(linkStates).filter(
  (name): name is LinkBlow => name in linkStates,
);
const keySetBlows = Object.keys(keySetStates).filter(
  (name): name is KeySetBlow => name in keySetStates,
);
export const keyBlows = ['keysRotated', ...keySetBlows] as const;
export type KeyBlow = (typeof keyBlows)[number];
