#!/usr/bin/env node
// The `strata` command; `npm run setup` builds what it runs.
import fs from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!fs.existsSync(main)) {
  console.error('strata: the library is not built yet; run `npm run setup` in the project folder');
  process.exit(1);
}
await import(main.href);
