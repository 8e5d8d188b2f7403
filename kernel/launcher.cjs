// Starts tslab with the project root as its working directory, whatever folder the notebook lies in.
const fs = require('node:fs');
const path = require('node:path');
require('./old-util.cjs');
require('./keep-messages.cjs');
require('./execution-count.cjs');
require('./quiet-watch.cjs');
require('./shorthand-properties.cjs');

const root = path.dirname(__dirname);
process.env.STRATA_NOTEBOOK_DIR = process.cwd();
const configPath = path.resolve(process.argv[2]);
process.chdir(root);
require('tslab/dist/main').startKernel({ configPath, enableFindLocal: false });

// tslab only prints errors thrown outside a cell's own await chain; a headless run must not pass over them.
if (process.env.STRATA_STRICT === '1') {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      fs.writeSync(2, `strata kernel: ${event}: ${error?.stack ?? error}\n`); // the process's own, tslab redirects the stream
      setTimeout(() => process.exit(70), 100);
    });
  }
}
