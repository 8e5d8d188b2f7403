// `npm run docs`: pages of the public names, from their doc comments, in docs/api.

import { packages } from './lib/packages.mjs';
import { handOver } from './lib/process.mjs';
import { at, main } from './lib/project.mjs';
import { prepare } from './setup.mjs';

await main(import.meta.url, async () => {
  await prepare([packages()]);
  process.exitCode = await handOver(process.execPath, [at('node_modules', 'typedoc', 'bin', 'typedoc')]);
});
