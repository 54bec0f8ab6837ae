const maxText = 500;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{8,}(?:\.[\w-]*)*/g, '[token]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [token]'],
  // Letters at the end: `package@1.2.3` in a stack is nobody's address.
  [/[^\s"'`<>()@:/,;]+@[\w.-]+\.[a-z]{2,}/gi, '[address]'],
  [/\+\d(?:[\s().-]{0,2}\d){5,}/g, '[phone]'],
];

/**
 * A text without tokens, addresses and telephone numbers, at most 500 characters: a second line of defence for the words
 * of errors that others wrote. Names cannot be told from other words, so what may hold one is not logged at all.
 */
export function redact(text: string): string {
  // Cut with room to spare first, so that a huge text costs little; and after it, as a cut pattern would not be seen.
  const short = patterns.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    text.slice(0, 4 * maxText),
  );
  return short.length > maxText ? `${short.slice(0, maxText)}…` : short;
}
