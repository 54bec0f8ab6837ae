/** For people: whole from 100 on, below it one digit, below 10 two, which is what a ratio of 0.35 needs. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}
