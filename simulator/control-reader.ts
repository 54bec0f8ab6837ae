import { isBody, type Body } from './body.ts';

/** Control input that cannot be used; the message says where and why. */
export class ControlInputError extends Error {
  override readonly name = 'ControlInputError';
}

/** An object with none but the named members. */
export function readObject(value: unknown, where: string, members: readonly string[]): Body {
  if (!isBody(value)) throw new ControlInputError(`${where} must be an object`);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) {
    throw new ControlInputError(
      `${where} has the unknown member ${unknown}; known are ${members.join(', ')}`,
    );
  }
  return value;
}

/** A member that is one of some words, or absent. */
export function readWord<Word extends string>(
  body: Body,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw new ControlInputError(`${name} must be one of ${words.join(', ')}`);
  return word;
}

/** A member that is a list of some words, or absent. */
export function readWords<Word extends string>(
  body: Body,
  name: string,
  words: readonly Word[],
): readonly Word[] | undefined {
  return readList(body, name)?.map((value, index) => {
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw new ControlInputError(`${name}[${index}] must be one of ${words.join(', ')}`);
  });
}

/** A member that is a list, or absent. */
export function readList(body: Body, name: string): readonly unknown[] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (isList(value)) return value;
  throw new ControlInputError(`${name} must be a list`);
}

/** A member that is a list of texts, or absent. */
export function readTexts(body: Body, name: string): readonly string[] | undefined {
  return readList(body, name)?.map((value, index) => {
    if (typeof value === 'string') return value;
    throw new ControlInputError(`${name}[${index}] must be a string`);
  });
}

/** A member that is a text with something in it, or absent. */
export function readText(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlInputError(`${name} must be a non-empty string`);
}

/** A member that is true or false, or absent. */
export function readFlag(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ControlInputError(`${name} must be true or false`);
}

/** A member that is a number within bounds, or absent. Whole numbers only, unless it is a rate. */
export function readNumber(
  body: Body,
  name: string,
  bounds: { readonly least: number; readonly most: number; readonly fractions?: boolean },
): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  const { least, most, fractions = false } = bounds;
  const fits = typeof value === 'number' && value >= least && value <= most;
  if (fits && (fractions || Number.isInteger(value))) return value;
  const kind = fractions ? 'number' : 'whole number';
  throw new ControlInputError(`${name} must be a ${kind} from ${least} to ${most}`);
}

/** A number of milliseconds up to an hour, or absent. */
export function readMs(body: Body, name: string): number | undefined {
  return readNumber(body, name, { least: 0, most: 3_600_000 });
}

/** Says that a member is missing when it is. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new ControlInputError(`${name} is missing`);
  return value;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
