/**
 * 200 kB of nested arrays parse, but anything recursive throws a RangeError at about 5,000 levels (docs/reliability.md
 * 4). Graph's deepest published body has 9 levels; a full roster has about 60 members a person.
 */
const maxDepth = 32;
const maxMembers = 200_000;

/** Whether a parsed JSON value is shallow and small enough to be read. Walks without recursion. */
export function isWithinBounds(value: unknown): boolean {
  let level = [value];
  let members = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return false;
    const next: unknown[] = [];
    for (const parent of level) {
      const children = childrenOf(parent);
      members += children.length;
      if (members > maxMembers) return false;
      for (const child of children) if (isContainer(child)) next.push(child);
    }
    level = next;
  }
  return true;
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isContainer(value) ? Object.values(value) : [];
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
