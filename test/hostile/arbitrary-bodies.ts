import fc from 'fast-check';
import { genuineBodies } from './genuine-bodies.ts';
import { naughtyTexts } from './json-cases.ts';

const genuine = genuineBodies();
const readable = genuine.filter(isJson).map((text): unknown => JSON.parse(text));

/** Texts to be sent as bodies: any JSON, genuine notifications with members changed, and texts torn or with bits flipped. */
export const anyBody: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 1, arbitrary: fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...readable)
      .chain(changed)
      .map(asBytes),
  },
  { weight: 2, arbitrary: fc.constantFrom(...genuine).chain(torn) },
  { weight: 2, arbitrary: fc.constantFrom(...genuine).chain(flipped) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  },
);

const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e21, 4.5, '', [], {}, [[]], [null], { id: 1 }),
  fc.constantFrom(...naughtyTexts),
  fc.constantFrom('Completed', 'failed', 'terminated', 'deleted', '#microsoft.graph.call'),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One to four members, anywhere, replaced, removed, doubled or renamed. */
function changed(body: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'wrap', 'rename'),
    value: strangeValue,
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let copy = structuredClone(body);
    for (const { at, how, value } of changes) {
      const spots = spotsIn(copy);
      const spot = spots[at % Math.max(1, spots.length)];
      if (spot === undefined) copy = structuredClone(value);
      else apply(spot, how, structuredClone(value));
    }
    return copy;
  });
}

interface Spot {
  readonly parent: Record<string, unknown>;
  readonly name: string;
}

function spotsIn(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...spotsIn(parent[name])]);
}

function apply({ parent, name }: Spot, how: string, value: unknown): void {
  const before = parent[name];
  if (how === 'remove' && !Array.isArray(parent)) Reflect.deleteProperty(parent, name);
  else if (how === 'wrap') parent[name] = [before];
  else if (how === 'rename' && !Array.isArray(parent)) parent[name.toUpperCase()] = before;
  else parent[name] = value;
}

function torn(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  return fc
    .tuple(fc.nat(bytes.length), fc.nat(bytes.length))
    .map(([from, to]) => (from < to ? bytes.subarray(0, from) : bytes.subarray(to)));
}

function flipped(text: string): fc.Arbitrary<Buffer> {
  const spot = fc.tuple(fc.nat(Buffer.byteLength(text) - 1), fc.nat(7));
  return fc.array(spot, { minLength: 1, maxLength: 5 }).map((spots) => {
    const bytes = Buffer.from(text);
    for (const [at, bit] of spots) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    return bytes;
  });
}

function asBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
