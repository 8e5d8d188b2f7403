// What a test run came to, from the JSON report of vitest: counts, the closing line, and whether it passed.

/**
 * @typedef {{ fullName: string, status: string, duration?: number }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: readonly TestResult[] }} FileResult
 * @typedef {{ passed: number, failed: number, skipped: number, skips: readonly string[], problems: readonly string[] }} Counts
 */

/**
 * Every test is counted once: `skip` and `todo` as skipped, a test that never ended as failed. A file that could not be loaded counts as
 * one failure, and so does a run that failed outside of any test. With market data at hand a test skipped for want of it is a failure.
 *
 * @param {{ testResults: readonly FileResult[] } | undefined} report undefined where vitest wrote none
 * @param {{ exitCode: number, withData: boolean }} run
 * @returns {Counts}
 */
export function counts(report, { exitCode, withData }) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skips = tests.filter((test) => ['skipped', 'todo', 'disabled'].includes(test.status)).map((t) => t.fullName);
  const forWantOfData = withData ? skips.filter((name) => /STRATA_DATA|market data/.test(name)) : [];
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.every((t) => !failed(t)));
  const problems = [
    ...forWantOfData.map((name) => `skipped for want of market data, though STRATA_DATA is set: ${name}`),
    ...broken.map((file) => `${file.name} failed outside of its tests: ${file.message || 'see above'}`),
    ...(report ? [] : ['vitest wrote no report: it broke off']),
  ];
  const failures = tests.filter(failed).length + problems.length;
  // Errors outside of any file, such as a rejection after the last test, show in the exit code alone.
  const outside = exitCode !== 0 && failures === 0 ? ['vitest failed outside of the tests: see the errors above'] : [];
  return {
    passed,
    failed: failures + outside.length,
    skipped: skips.length - forWantOfData.length,
    skips: skips.filter((name) => !forWantOfData.includes(name)),
    problems: [...problems, ...outside],
  };
}

function failed(/** @type {TestResult} */ test) {
  return test.status === 'failed' || test.status === 'pending';
}

/** The last line of every test run. */
export function closingLine(/** @type {Pick<Counts, 'passed' | 'failed' | 'skipped'>} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
