// `npm start`: sets up what is missing, then runs the studies and notebooks and writes the report.
// `--device` goes to the set-up, other arguments to `strata start` (`npm start -- --profile standard`).
import { handOver } from './lib/process.mjs';
import { at, main, marketData, option, withoutOption } from './lib/project.mjs';
import { runtimeEnvironment } from './lib/runtime.mjs';
import { setup } from './setup.mjs';

await main(import.meta.url, async () => {
  marketData();
  await setup({ quiet: true });
  const args = withoutOption('device');
  const profile = option('profile') ? [] : ['--profile', 'quick'];
  process.exitCode = await handOver(process.execPath, [at('dist', 'cli', 'main.js'), 'start', ...profile, ...args], {
    env: runtimeEnvironment(),
  });
});
