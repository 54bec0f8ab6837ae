import { normaliseId } from './ids.ts';
import type { Script } from './script.ts';

/** The scripts of a simulator, by invitee or by clientContext. */
export type ScriptBook = {
  readonly add: (script: Script) => void;
  readonly clear: () => void;
  /** The script for each invited person of one POST, in their order; counts as one use of each. */
  readonly take: (clientContext: string | null, inviteeIds: readonly string[]) => readonly Script[];
};

type Page = { readonly script: Script; left: number };

const byDefault: Script = { answer: { kind: 'answer' } };

/** Creates an empty book. Limited scripts are used up in the order they came; then the newest unlimited one holds. */
export function createScriptBook(): ScriptBook {
  const pages = new Map<string, Page[]>();

  const takeOne = (key: string): Script | undefined => {
    const open = pages.get(key)?.filter((page) => page.left > 0) ?? [];
    const page = open.find((one) => one.left !== Infinity) ?? open.at(-1);
    if (page !== undefined) page.left -= 1;
    return page?.script;
  };

  return {
    add: (script) => {
      for (const key of keysOf(script)) {
        const page = { script, left: script.times ?? Infinity };
        const known = pages.get(key);
        if (known === undefined) pages.set(key, [page]);
        else known.push(page);
      }
    },
    clear: () => {
      pages.clear();
    },
    take: (clientContext, inviteeIds) => {
      const forAll = clientContext === null ? undefined : takeOne(contextKey(clientContext));
      if (forAll !== undefined) return inviteeIds.map(() => forAll);
      return inviteeIds.map((inviteeId) => takeOne(inviteeKey(inviteeId)) ?? byDefault);
    },
  };
}

function keysOf(script: Script): readonly string[] {
  const keys: string[] = [];
  if (script.inviteeId !== undefined) keys.push(inviteeKey(script.inviteeId));
  if (script.clientContext !== undefined) keys.push(contextKey(script.clientContext));
  return keys;
}

function inviteeKey(inviteeId: string): string {
  return `invitee ${normaliseId(inviteeId)}`;
}

function contextKey(clientContext: string): string {
  return `context ${clientContext}`;
}
