import type { FaultPlan } from './faults.ts';
import type { KeyRing } from './key-ring.ts';
import type { Ledger } from './ledger.ts';

type RotationDeps = {
  readonly keys: KeyRing;
  readonly ledger: Ledger;
  readonly faults: () => FaultPlan;
};

/** Makes a new signing key, and the ledger says so. Answers its id. */
export async function rotateKeys(
  { keys, ledger }: Pick<RotationDeps, 'keys' | 'ledger'>,
  keepOld: boolean,
): Promise<string> {
  const keyId = await keys.rotate(keepOld);
  ledger.write({ type: 'keysRotated', keyId, oldKept: keepOld });
  return keyId;
}

/** Counts deliveries, and rotates the keys before every n-th while a fault wants it. */
export function createKeyRotation(deps: RotationDeps): () => Promise<void> {
  let deliveries = 0;
  return async () => {
    const { rotateKeysEvery } = deps.faults().keys ?? {};
    deliveries += 1;
    if (rotateKeysEvery === undefined || deliveries % rotateKeysEvery !== 0) return;
    await rotateKeys(deps, true);
  };
}
