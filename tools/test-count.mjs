/**
 * The one line that a machine reads after a test run, and the exit code that goes with it. What
 * kept tests from running (a file that does not load, a crashed or failing runner) counts as
 * failed, so that `0 failed` never stands beside a non-zero exit code; skipped tests are no success.
 * @param {unknown} report what vitest's JSON reporter wrote; undefined when it wrote nothing
 * @param {number} runnerCode the exit code of vitest
 * @returns {{ line: string, code: number }}
 */
export function countTests(report, runnerCode) {
  const files = listOf(report, 'testResults');
  const tests = files.flatMap((file) => listOf(file, 'assertionResults'));
  const passed = tests.filter((test) => statusOf(test) === 'passed').length;
  const failedTests = tests.filter((test) => statusOf(test) === 'failed').length;
  // Skipped, pending, todo, disabled: vitest reports each of them as it sees fit.
  const skipped = tests.length - passed - failedTests;
  const brokenFiles = files.filter(
    (file) =>
      statusOf(file) === 'failed' &&
      !listOf(file, 'assertionResults').some((test) => statusOf(test) === 'failed'),
  ).length;
  const found = failedTests + brokenFiles;
  const nothingRan = passed + found === 0;
  const failed = found === 0 && (runnerCode !== 0 || nothingRan) ? 1 : found;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, code: failed > 0 || skipped > 0 ? 1 : 0 };
}

/** @param {unknown} value @param {string} name @returns {unknown[]} */
function listOf(value, name) {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

/** @param {unknown} value */
function statusOf(value) {
  return isRecord(value) ? value['status'] : undefined;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === 'object' && value !== null;
}
