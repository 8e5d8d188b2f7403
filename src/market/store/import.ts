/** Brings the files of a data set into the store: all checks first, then one Parquet file and its passport, published by one rename. */
import fs from 'node:fs';
import path from 'node:path';
import { DataError, type Problem, publishFolder, StrataError, scratchFolder, sha256 } from '../../core/index.js';
import type { BarDataset } from '../datasets/description.js';
import { writeParquet } from '../parquet.js';
import { rawRows } from '../source-table.js';
import { type CheckOutcome, checkBars, warningsOnly } from './checks.js';
import { inspectFile } from './integrity.js';
import type { Passport } from './passport.js';
import { priceColumns, type RawBars, readBars } from './read-bars.js';

/** One source file of a data set. */
export interface SourceFile {
  readonly path: string;
  /** How it is called in messages and passports. */
  readonly name: string;
  /** Instrument that the file's name says. */
  readonly instrument: string | undefined;
}

/** The files of a data set below a data folder, by name. @throws StrataError if there are none */
export function sourceFiles(dataset: BarDataset, dataFolder: string): readonly SourceFile[] {
  const folder = path.join(dataFolder, dataset.folder);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const files = names.flatMap((name) => {
    const match = dataset.files.exec(name);
    return match ? [{ path: path.join(folder, name), name: `${dataset.folder}/${name}`, instrument: match[1] }] : [];
  });
  if (files.length > 0) return files;
  throw new StrataError(
    `${dataset.id}: no file named like ${dataset.files.source} in ${folder}; see data/README.md for the layout, or run \`strata data fetch ${dataset.id}\``,
  );
}

/** What checking a data set found. */
export interface CheckReport {
  readonly dataset: string;
  /** Problems that refuse the data, empty where they may be imported. */
  readonly errors: readonly Problem[];
  /** Outcomes by check over all files, tolerated findings and warnings included. */
  readonly checks: readonly CheckOutcome[];
  readonly files: Passport['files'];
}

/** Bars of the data set's files with all that was found in them. */
async function readAll(
  dataset: BarDataset,
  files: readonly SourceFile[],
): Promise<{ report: CheckReport; bars: readonly RawBars[] }> {
  const errors: Problem[] = [];
  const totals = new Map<string, { outcome: CheckOutcome; examples: Problem[]; count: number }>();
  const facts: Passport['files'][number][] = [];
  const bars: RawBars[] = [];
  for (const file of files) {
    const inspected = await inspectFile(file.path, file.name);
    facts.push({ path: file.name, sha256: inspected.sha256, lines: inspected.lines });
    if (inspected.problems.length > 0) {
      errors.push(...inspected.problems);
      continue;
    }
    const read = await readBars(file.path, file.name, dataset, file.instrument);
    errors.push(...read.problems);
    if (!read.bars) continue;
    bars.push(read.bars);
    for (const outcome of checkBars(read.bars, file.name, dataset)) {
      const total = totals.get(outcome.name) ?? { outcome, examples: [], count: 0 };
      total.count += outcome.count;
      const refused = !warningsOnly.has(outcome.name) && !dataset.tolerated.includes(outcome.name);
      const examples = refused ? await withValues(outcome.examples, file, dataset) : outcome.examples;
      if (refused) errors.push(...examples);
      total.examples.push(...examples);
      totals.set(outcome.name, total);
    }
  }
  const checks = [...totals].map(([, t]) => ({
    name: t.outcome.name,
    count: t.count,
    examples: t.examples.slice(0, 20),
  }));
  return { report: { dataset: dataset.id, errors, checks, files: facts }, bars };
}

/** Puts the text of the cell into problems that name a column but could not read its value. */
async function withValues(
  problems: readonly Problem[],
  file: SourceFile,
  dataset: BarDataset,
): Promise<readonly Problem[]> {
  const blind = problems.filter((p) => p.value === undefined && p.row !== undefined && p.column !== undefined);
  const cells = await rawRows(
    file.path,
    blind.map((p) => p.row as number),
  );
  return problems.map((problem) => {
    const row = problem.row === undefined ? undefined : cells.get(problem.row);
    if (!row || problem.value !== undefined) return problem;
    const expression = String(dataset.columns[problem.column as 'open' | 'day'] ?? '');
    const column = Object.keys(row).find(
      (name) => expression === name || expression.includes(`"${name}"`) || expression.includes(name),
    );
    return column === undefined ? problem : { ...problem, column, value: row[column] as string };
  });
}

/** Checks a data set without importing it. */
export async function checkDataset(dataset: BarDataset, files: readonly SourceFile[]): Promise<CheckReport> {
  return (await readAll(dataset, files)).report;
}

/** SHA-256 over names and hashes of source files. */
export function hashOfFiles(files: Passport['files']): string {
  return sha256(files.map((f) => `${f.path} ${f.sha256}\n`).join(''));
}

/**
 * Imports a data set.
 * @param target folder of the data set in the store; a folder named by the content's hash appears in it
 * @throws DataError listing every problem; nothing is written then
 */
export async function importDataset(
  dataset: BarDataset,
  files: readonly SourceFile[],
  target: string,
): Promise<Passport> {
  const { report, bars } = await readAll(dataset, files);
  if (report.errors.length > 0) throw new DataError(report.errors, `${dataset.id} was refused`);
  const hash = hashOfFiles(report.files);
  const columns = joined(bars);
  const days = [...new Set(columns.day)].sort();
  const passport: Passport = {
    dataset: dataset.id,
    title: dataset.title,
    intervalMinutes: dataset.intervalMinutes,
    source: dataset.source,
    licence: dataset.licence,
    hash,
    synthetic: false,
    files: report.files,
    instruments: [...new Set(columns.instrument)].sort(),
    coverage: { from: days[0] ?? '', to: days[days.length - 1] ?? '', days: days.length },
    rows: columns.day.length,
    checks: report.checks,
    notes: dataset.notes,
  };
  const final = path.join(target, hash.slice(0, 16));
  const aside = scratchFolder(final);
  await writeParquet(path.join(aside, 'bars.parquet'), columns);
  fs.writeFileSync(path.join(aside, 'passport.json'), `${JSON.stringify(passport, null, 2)}\n`);
  publishFolder(aside, final);
  return passport;
}

type StoreColumns = Record<string, Float64Array | Int32Array | string[]> & { day: string[]; instrument: string[] };

function joined(parts: readonly RawBars[]): StoreColumns {
  const numbers = (pick: (bars: RawBars) => Float64Array): Float64Array => {
    const out = new Float64Array(parts.reduce((sum, p) => sum + p.row.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(pick(part), at);
      at += part.row.length;
    }
    return out;
  };
  const columns: StoreColumns = {
    instrument: parts.flatMap((p) => p.instrument),
    day: parts.flatMap((p) => p.day),
    endMs: Int32Array.from(numbers((p) => p.endMs)),
    volume: numbers((p) => p.volume),
  };
  for (const c of priceColumns) columns[c] = numbers((p) => p[c]);
  if (parts[0]?.amount) columns.amount = numbers((p) => p.amount as Float64Array);
  for (const name of Object.keys(parts[0]?.extra ?? {}))
    columns[`extra_${name}`] = numbers((p) => p.extra[name] as Float64Array);
  return columns;
}
