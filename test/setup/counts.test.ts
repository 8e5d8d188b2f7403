/** The closing line of a test run, and what makes a run a failure. */
import { expect, it } from 'vitest';
import { closingLine, counts } from '../../scripts/lib/counts.mjs';

const file = (status: string, ...tests: [status: string, name: string][]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: tests.map(([status, fullName]) => ({ status, fullName })),
});
const run = (files: ReturnType<typeof file>[], exitCode = 0, withData = false) =>
  closingLine(counts({ testResults: files }, { exitCode, withData }));

it('counts every test once', () => {
  const files = [
    file('passed', ['passed', 'a'], ['skipped', 'b'], ['todo', 'c']),
    file('failed', ['failed', 'd'], ['passed', 'e']),
  ];
  expect(run(files, 1)).toBe('2 passed, 1 failed, 2 skipped');
});

it('counts a test that never ended, and a file that does not load, as failures', () => {
  expect(run([file('passed', ['pending', 'a'])], 1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(run([file('failed'), file('passed', ['passed', 'a'])], 1)).toBe('1 passed, 1 failed, 0 skipped');
});

it('is no success where vitest fails outside of the tests, or says nothing', () => {
  expect(run([file('passed', ['passed', 'a'])], 1)).toBe('1 passed, 1 failed, 0 skipped');
  expect(counts(undefined, { exitCode: 1, withData: false })).toMatchObject({ passed: 0, failed: 1 });
  expect(counts(undefined, { exitCode: 0, withData: false })).toMatchObject({ passed: 0, failed: 1 });
});

it('takes a skip for want of market data as a failure only where there is market data', () => {
  const files = [file('passed', ['skipped', 'reads bars (set STRATA_DATA to run it)'], ['skipped', 'no Chromium'])];
  expect(run(files, 0, false)).toBe('0 passed, 0 failed, 2 skipped');
  expect(run(files, 0, true)).toBe('0 passed, 1 failed, 1 skipped');
});
