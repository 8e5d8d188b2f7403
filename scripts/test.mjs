// `npm test`: sets up what is missing, builds, runs the tests, and closes with the line `N passed, N failed, N skipped`.
// `--long` runs test/long instead and writes its report; other arguments go to vitest (`npm test -- src/core`).
import fs from 'node:fs';
import { closingLine, counts } from './lib/counts.mjs';
import { SetupError } from './lib/failure.mjs';
import { longReport } from './lib/long-report.mjs';
import { handOver } from './lib/process.mjs';
import { at, main, marketData, read, withoutOption, writeWhole } from './lib/project.mjs';
import { runtimeEnvironment } from './lib/runtime.mjs';
import { setup } from './setup.mjs';

await main(import.meta.url, async () => {
  const long = process.argv.includes('--long');
  const filters = withoutOption('device').filter((arg) => arg !== '--long');
  const counted = await tests(long, filters).catch((error) => {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: 0, skips: [], problems: [] };
  });
  for (const name of counted.skips) console.log(`skipped: ${name}`);
  for (const problem of counted.problems) console.log(`FAILED: ${problem}`);
  if (counted.failed > 0) process.exitCode = 1;
  console.log(closingLine(counted));
});

async function tests(/** @type {boolean} */ long, /** @type {readonly string[]} */ filters) {
  const data = marketData();
  await setup({ quiet: true });
  const file = at('.cache', 'tests.json');
  fs.rmSync(file, { force: true });
  const exitCode = await handOver(
    process.execPath,
    [
      at('node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters],
    ],
    { env: { ...runtimeEnvironment(), ...(long ? { STRATA_TEST_LONG: '1' } : {}) } },
  );
  const report = fs.existsSync(file) ? JSON.parse(read(file)) : undefined;
  const counted = counts(report, { exitCode, withData: data !== undefined });
  if (long && filters.length === 0 && report)
    writeWhole(at('docs', 'results', 'long-tests.md'), longReport(report.testResults, counted));
  return counted;
}
