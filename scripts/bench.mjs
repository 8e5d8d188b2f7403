// `npm run bench`: every bench/<name>.mjs in a process of its own, so that its thread settings hold; `--only NAME`, `--json FILE`,
// `--threads N` (default 1). A benchmark exports `async function run({ threads })`, which resolves to rows (lib/bench-rows.mjs).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rowProblems, rowTable } from './lib/bench-rows.mjs';
import { fail, SetupError } from './lib/failure.mjs';
import { handOver } from './lib/process.mjs';
import { at, main, option, read, writeWhole } from './lib/project.mjs';
import { runtimeEnvironment } from './lib/runtime.mjs';
import { setup } from './setup.mjs';

await main(import.meta.url, async () => {
  const worker = option('worker');
  await (worker ? measure(worker, option('rows') ?? '') : measureAll());
});

/** Runs one benchmark here and leaves its rows in a file. */
async function measure(/** @type {string} */ file, /** @type {string} */ rows) {
  const { run } = await import(pathToFileURL(file).href);
  fs.writeFileSync(rows, JSON.stringify(await run({ threads: threadCount() })));
  process.exit(0); // libraries may hold threads open
}

async function measureAll() {
  const json = option('json');
  const chosen = benchmarks(option('only'));
  await setup({ args: [], quiet: true });
  const threads = threadCount();
  const rows = [];
  const failed = [];
  for (const { name, file } of chosen) {
    console.log(`  ...   ${name}`);
    try {
      rows.push(...(await inOwnProcess(file, threads)));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failed.push(...error.problems);
    }
  }
  if (rows.length > 0) console.log(`\n${rowTable(rows)}\n\na ratio above 1 means that ours is better`);
  if (json) writeWhole(path.resolve(json), `${JSON.stringify(rows, null, 2)}\n`);
  if (failed.length > 0) throw new SetupError(failed);
}

/** @returns {{ name: string, file: string }[]} */
function benchmarks(/** @type {string | undefined} */ only) {
  const all = fs
    .readdirSync(at('bench'))
    .filter((name) => name.endsWith('.mjs') && !name.startsWith('_'))
    .map((name) => ({ name: path.basename(name, '.mjs'), file: at('bench', name) }));
  const chosen = only ? all.filter(({ name }) => only.split(',').includes(name)) : all;
  if (chosen.length > 0) return chosen;
  return fail(`no benchmark is called ${only}`, `one of ${all.map(({ name }) => name).join(', ')}`);
}

async function inOwnProcess(/** @type {string} */ file, /** @type {number} */ threads) {
  const name = path.basename(file, '.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-bench-'));
  const rows = path.join(folder, 'rows.json');
  try {
    const args = [at('scripts', 'bench.mjs'), '--worker', file, '--rows', rows, '--threads', String(threads)];
    const code = await handOver(process.execPath, args, {
      env: { ...runtimeEnvironment(), ...threadVariables(threads) },
    });
    if (code !== 0 || !fs.existsSync(rows))
      return fail(`benchmark ${name} broke off (${code})`, `npm run bench -- --only ${name}`);
    const measured = JSON.parse(read(rows));
    const wrong = rowProblems(measured);
    if (wrong.length > 0) return fail(`benchmark ${name}: ${wrong.join('; ')}`, `correct bench/${name}.mjs`);
    return /** @type {import('./lib/bench-rows.mjs').Row[]} */ (measured);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Thread settings must be there before the libraries load. */
function threadVariables(/** @type {number} */ threads) {
  const names = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'];
  return Object.fromEntries(names.map((name) => [name, String(threads)]));
}

function threadCount() {
  const given = option('threads') ?? '1';
  const threads = Number(given);
  if (Number.isInteger(threads) && threads > 0) return threads;
  return fail(`--threads is a whole number from 1; received ${given}`, 'npm run bench -- --threads 1');
}
