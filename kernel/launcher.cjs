// Starts tslab with the project root as its working directory, whatever folder the notebook lies in.
const path = require('node:path');
const root = path.dirname(__dirname);
process.env.STRATA_NOTEBOOK_DIR = process.cwd();
const configPath = path.resolve(process.argv[2]);
process.chdir(root);
require('tslab/dist/main').startKernel({ configPath, enableFindLocal: false });
// tslab only prints errors thrown outside a cell's own await chain; a headless run must not pass over them.
if (process.env.STRATA_STRICT === '1') {
  for (const ev of ['uncaughtException', 'unhandledRejection']) process.on(ev, (e) => { process.stderr.write(`strata kernel: ${ev}: ${e?.stack ?? e}\n`); setTimeout(() => process.exit(70), 100); });
}
