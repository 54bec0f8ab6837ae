import { links, type Link } from '../support/fault-proxy-links.ts';
import { deckOf, diceOf, type Dice } from './dice.ts';
import {
  keyBlows,
  keySetStates,
  linkBlows,
  linkStates,
  processBlows,
  type Blow,
  type KeyBlow,
  type LinkBlow,
  type ProcessBlow,
  type Strike,
} from './strikes.ts';

export interface StrikeOptions {
  readonly seed: number;
  readonly lengthMs: number;
  /** Which faults of links and keys. */
  readonly isWanted: (name: string) => boolean;
  /** How many times a process is hit. */
  readonly kills: number;
}

/** All links of one kind of fault by its name, or one link. */
export const linkFaultNames: readonly string[] = linkBlows.flatMap((kind) => [
  kind,
  ...links.map((between) => `${kind}:${between}`),
]);

/** How often a link is hit, and the keys: often enough for everything to occur within 200 invites. */
const everyMs = { links: 5_000, keys: 16_000 };
/**
 * Time for the first invites to start; of the keys later, as a key that was fetched just now keeps a new one out for half a
 * minute.
 */
const quietBeforeMs = { processes: 4_000, links: 4_000, keys: 20_000 };
/** Time for the last invites to end without a new blow. */
const quietAfterMs = 6_000;

/**
 * Three lanes beside each other: processes, links, keys. Within a lane one blow is undone before the next one comes, so
 * that faults come in pairs at most, and across lanes they meet at random.
 */
export function planStrikes(options: StrikeOptions): readonly Strike[] {
  const { seed, lengthMs, isWanted, kills } = options;
  const spread = (lane: Blow['lane'], everyMs: number | undefined): Strike[] => {
    const dice = diceOf(seed, `strikes ${lane}`);
    const next = laneDecks[lane](dice, isWanted);
    const beginMs = quietBeforeMs[lane];
    const spanMs = Math.max(lengthMs - beginMs - quietAfterMs, 0);
    const count = everyMs === undefined ? kills : Math.ceil(spanMs / everyMs);
    return Array.from({ length: count }, (_none, index) => {
      const atMs = beginMs + Math.round((spanMs / count) * (index + dice.between(0, 30) / 100));
      const blow = next();
      return blow === undefined ? [] : [{ atMs, ...blow }];
    }).flat();
  };
  return [
    ...spread('processes', undefined),
    ...spread('links', everyMs.links),
    ...spread('keys', everyMs.keys),
  ].sort((one, other) => one.atMs - other.atMs);
}

type LaneDeck = (dice: Dice, isWanted: StrikeOptions['isWanted']) => () => Blow | undefined;

const laneDecks = {
  processes: (dice) => {
    const next = deckOf(dice, processBlows);
    return () => {
      const kind = next();
      return kind && processStrike(kind, dice);
    };
  },
  links: (dice, isWanted) => {
    const cards = linkBlows
      .flatMap((kind) => links.map((between) => ({ kind, between })))
      .filter(({ kind, between }) => isWanted(kind) || isWanted(`${kind}:${between}`));
    const next = deckOf(dice, cards);
    return () => {
      const card = next();
      return card && linkStrike(card, dice);
    };
  },
  keys: (dice, isWanted) => {
    const next = deckOf(dice, keyBlows.filter(isWanted));
    return () => {
      const kind = next();
      return kind && keyStrike(kind, dice);
    };
  },
} as const satisfies Record<string, LaneDeck>;

function processStrike(kind: ProcessBlow, dice: Dice): Blow {
  const forMs = dice.between(0, 3_000);
  if (kind === 'temporalKilled') return { lane: 'processes', kind, process: 'temporal', forMs };
  const group = kind.startsWith('worker') ? 'worker' : 'webhooks';
  // Mostly short; sometimes longer than an activity may take, so that what it did comes too late.
  const pauseMs = dice.chance(0.3) ? dice.between(21_000, 24_000) : dice.between(2_000, 8_000);
  const process = `${group}-${dice.between(1, 2)}`;
  return { lane: 'processes', kind, process, forMs: kind === 'workerPaused' ? pauseMs : forMs };
}

function linkStrike(
  { kind, between }: { readonly kind: LinkBlow; readonly between: Link },
  dice: Dice,
): Blow {
  const group = between.startsWith('worker') ? 'worker' : 'webhooks';
  const process = dice.chance(0.5) ? 'all' : `${group}-${dice.between(1, 2)}`;
  const state = linkStates[kind](dice);
  return { lane: 'links', kind, between, process, state, forMs: dice.between(800, 3_500) };
}

function keyStrike(kind: KeyBlow, dice: Dice): Blow {
  const forMs = dice.between(1_500, 6_000);
  return kind === 'keysRotated'
    ? { lane: 'keys', kind, keepOld: dice.chance(0.7), forMs: 0 }
    : { lane: 'keys', kind, state: keySetStates[kind], forMs };
}
