export function countTests(
  report: unknown,
  runnerCode: number,
): { line: string; code: number; unchecked: string[] };
