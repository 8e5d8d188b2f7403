/** `strata data`: list, check, import and fetch data sets. */
import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { DataError, describeProblem, paths, StrataError } from '../core/index.js';
import {
  type BarDataset,
  barDataset,
  barDatasets,
  type ColumnMapping,
  checkDataset,
  fetchFile,
  manualInstruction,
  mappedDataset,
  openStore,
  type Passport,
  relativesDatasets,
  type SourceFile,
  sourceFiles,
} from '../market/index.js';

/** `strata data …`. */
export function dataCommand(): Command {
  const data = new Command('data').description('market data: what there is, whether it is sound, bringing it in');
  data.command('list').description('known data sets, and what is imported').action(list);
  data
    .command('check')
    .description('check files without importing them')
    .argument('[dataset...]', 'ids of `strata data list` (default: all that are there)')
    .action(check);
  data
    .command('import')
    .description('check and import data sets, or a file of your own with --map')
    .argument('<dataset...>', 'ids of `strata data list`; with --map one id of your choice')
    .option('--file <path...>', 'your own CSV, CSV.gz or Parquet files')
    .option('--map <json>', 'file with a column mapping (see data/README.md)')
    .action(importData);
  data
    .command('fetch')
    .description('fetch a file from an address pinned to a commit, or tell how to get the data set by hand')
    .argument('<dataset>', 'id of `strata data list`')
    .option('--url <address>', 'address of the file')
    .option('--sha256 <hash>', 'hash the file must have')
    .option('--to <path>', 'where to put it, below STRATA_DATA')
    .action(fetchData);
  return data;
}

function list(): void {
  const passports = new Map(
    openStore()
      .passports()
      .map((p) => [p.dataset, p]),
  );
  for (const dataset of barDatasets) {
    const passport = passports.get(dataset.id);
    passports.delete(dataset.id);
    console.log(
      `${dataset.id.padEnd(22)} ${passport ? summary(passport) : 'not imported'}\n    ${dataset.title}; ${dataset.licence}`,
    );
  }
  for (const d of relativesDatasets)
    console.log(`${d.id.padEnd(22)} price relatives, read directly\n    ${d.title}; ${d.licence}`);
  for (const passport of passports.values())
    console.log(`${passport.dataset.padEnd(22)} ${summary(passport)}\n    ${passport.title}`);
}

function summary(p: Passport): string {
  return `${p.instruments.length} instruments, ${p.coverage.from} to ${p.coverage.to}, ${p.rows} rows`;
}

async function check(ids: readonly string[]): Promise<void> {
  const folder = dataFolder();
  const wanted =
    ids.length > 0 ? ids.map(barDataset) : barDatasets.filter((d) => fs.existsSync(path.join(folder, d.folder)));
  let refused = 0;
  for (const dataset of wanted) {
    const report = await checkDataset(dataset, sourceFiles(dataset, folder));
    console.log(
      `${dataset.id}: ${report.files.length} files, ${report.errors.length === 0 ? 'sound' : `REFUSED, ${report.errors.length} problems shown`}`,
    );
    for (const outcome of report.checks.filter((c) => c.count > 0)) {
      console.log(`  ${outcome.name}: ${outcome.count}`);
      for (const example of outcome.examples.slice(0, 3)) console.log(`    ${describeProblem(example)}`);
    }
    for (const problem of report.errors.slice(0, 20)) console.log(`    ${describeProblem(problem)}`);
    if (report.errors.length > 0) refused++;
  }
  if (refused > 0) throw new StrataError(`${refused} of ${wanted.length} data sets would be refused`, { code: 'data' });
}

async function importData(ids: readonly string[], options: { file?: string[]; map?: string }): Promise<void> {
  const store = openStore();
  if (options.map) {
    const [id] = ids;
    if (!id || ids.length > 1 || !options.file) throw new StrataError('with --map give one id and at least one --file');
    const mapping = JSON.parse(fs.readFileSync(options.map, 'utf8')) as ColumnMapping;
    const dataset: BarDataset = mappedDataset(id, mapping);
    const files: SourceFile[] = options.file.map((file) => ({
      path: path.resolve(file),
      name: path.basename(file),
      instrument: path.basename(file).replace(/\.(csv|csv\.gz|parquet)$/, ''),
    }));
    console.log(`${id}: ${summary(await store.importFiles(dataset, files))}`);
    return;
  }
  const failures: string[] = [];
  for (const id of ids) {
    try {
      console.log(`${id}: ${summary(await store.import(id))}`);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new StrataError(failures.join('\n'), { code: 'data' });
}

async function fetchData(id: string, options: { url?: string; sha256?: string; to?: string }): Promise<void> {
  const dataset = barDataset(id);
  if (!options.url) {
    console.log(manualInstruction(dataset));
    return;
  }
  if (!options.sha256 || !options.to)
    throw new StrataError('give --sha256 and --to with --url: a file is taken only with the hash it must have');
  const target = path.join(dataFolder(), options.to);
  await fetchFile(options.url, target, { sha256: options.sha256 });
  console.log(`fetched ${target}`);
}

function dataFolder(): string {
  const folder = paths.data();
  if (!folder)
    throw new StrataError('set STRATA_DATA to the absolute path of the market data folder (layout: data/README.md)');
  return folder;
}
