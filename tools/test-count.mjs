/**
 * The one line that a machine reads after a test run, and the exit code that goes with it. What
 * kept tests from running (a file that does not load, a crashed or failing runner) counts as
 * failed, so that `0 failed` never stands beside a non-zero exit code. Skipped tests are no success,
 * but for those whose name says what they need, such as "(needs Chromium)": not every machine has it.
 * @param {unknown} report what vitest's JSON reporter wrote; undefined when it wrote nothing
 * @param {number} runnerCode the exit code of vitest
 * @returns {{ line: string, code: number, unchecked: string[] }} with a sentence for each thing that was needed
 */
export function countTests(report, runnerCode) {
  const files = listOf(report, 'testResults');
  const tests = files.flatMap((file) => listOf(file, 'assertionResults'));
  const passed = tests.filter((test) => statusOf(test) === 'passed').length;
  const failedTests = tests.filter((test) => statusOf(test) === 'failed').length;
  // Skipped, pending, todo, disabled: vitest reports each of them as it sees fit.
  const notRun = tests.filter((test) => !['passed', 'failed'].includes(String(statusOf(test))));
  const needs = notRun.flatMap((test) => needOf(test) ?? []);
  const skipped = notRun.length - needs.length;
  const brokenFiles = files.filter(
    (file) =>
      statusOf(file) === 'failed' &&
      !listOf(file, 'assertionResults').some((test) => statusOf(test) === 'failed'),
  ).length;
  const found = failedTests + brokenFiles;
  const nothingRan = passed + found === 0;
  const failed = found === 0 && (runnerCode !== 0 || nothingRan) ? 1 : found;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, code: failed > 0 || skipped > 0 ? 1 : 0, unchecked: sentences(needs) };
}

/** @param {unknown} test @returns {string | undefined} */
function needOf(test) {
  const name = isRecord(test) ? test['fullName'] : undefined;
  return /\(needs ([^)]+)\)/.exec(String(name))?.[1];
}

/** @param {string[]} needs */
function sentences(needs) {
  const count = (need) => needs.filter((one) => one === need).length;
  return [...new Set(needs)].map(
    (need) =>
      `NOT CHECKED: ${count(need)} ${count(need) === 1 ? 'test needs' : 'tests need'} ${need}, which is not here`,
  );
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
