/** The store of market data: a folder of Parquet files and passports, read through DuckDB; an import is one renamed folder. */
import fs from 'node:fs';
import path from 'node:path';
import { paths, StrataError, sha256File } from '../../core/index.js';
import type { BarSeries } from '../bars/bar-series.js';
import { database, quote } from '../database.js';
import { barDataset } from '../datasets/catalogue.js';
import type { BarDataset } from '../datasets/description.js';
import { selectColumns } from '../parquet.js';
import { hashOfFiles, importDataset, type SourceFile, sourceFiles } from './import.js';
import type { Passport } from './passport.js';

/** Imported data sets in a folder. Several processes may read and import at once. */
export interface Store {
  readonly root: string;
  /** Imports a known data set from STRATA_DATA; nothing to do where the same bytes were imported before. */
  import(dataset: string): Promise<Passport>;
  /** Imports files of the user's own by a description of their columns. */
  importFiles(dataset: BarDataset, files: readonly SourceFile[]): Promise<Passport>;
  /** Passports of all imported data sets, newest import of each, by id. */
  passports(): readonly Passport[];
  passport(dataset: string): Passport | undefined;
  /** Bars of one instrument. @throws StrataError naming the instruments there are */
  bars(dataset: string, instrument: string): Promise<BarSeries>;
  /** Rows of an SQL query; `{bars:id}` stands for the bars of a data set. */
  sql(query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Opens the store in a folder, by default `store` in the user's cache. */
export function openStore(root: string = path.join(paths.cache(), 'store')): Store {
  const folderOf = (dataset: string): string => path.join(root, dataset);

  const passport = (dataset: string): Passport | undefined => {
    const marker = path.join(folderOf(dataset), 'current');
    if (!fs.existsSync(marker)) return undefined;
    const file = path.join(folderOf(dataset), fs.readFileSync(marker, 'utf8').trim(), 'passport.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Passport;
  };

  const parquet = (dataset: string): string => {
    const found = passport(dataset);
    if (!found) throw new StrataError(`${dataset} is not imported; run \`strata data import ${dataset}\``);
    return path.join(folderOf(dataset), found.hash.slice(0, 16), 'bars.parquet');
  };

  const importFiles = async (dataset: BarDataset, files: readonly SourceFile[]): Promise<Passport> => {
    const known = passport(dataset.id);
    if (known) {
      const facts: Passport['files'][number][] = [];
      for (const f of files) facts.push({ path: f.name, sha256: await sha256File(f.path), lines: 0 });
      if (hashOfFiles(facts) === known.hash) return known;
    }
    const imported = await importDataset(dataset, files, folderOf(dataset.id));
    const marker = path.join(folderOf(dataset.id), 'current');
    fs.writeFileSync(`${marker}.${process.pid}`, imported.hash.slice(0, 16));
    fs.renameSync(`${marker}.${process.pid}`, marker);
    return imported;
  };

  return {
    root,
    importFiles,
    passport,
    async import(id) {
      const dataset = barDataset(id);
      const data = paths.data();
      if (!data) {
        throw new StrataError(
          `${id} is read from the market data folder; set STRATA_DATA to its absolute path (layout: data/README.md)`,
        );
      }
      return importFiles(dataset, sourceFiles(dataset, data));
    },
    passports() {
      if (!fs.existsSync(root)) return [];
      return fs
        .readdirSync(root)
        .sort()
        .flatMap((name) => passport(name) ?? []);
    },
    async bars(dataset, instrument) {
      const found = passport(dataset);
      const file = parquet(dataset);
      if (!found?.instruments.includes(instrument)) {
        throw new StrataError(`${dataset} has no instrument ${instrument}; it has ${found?.instruments.join(', ')}`);
      }
      return barSeries(found, instrument, file);
    },
    async sql(query) {
      const connection = await database();
      const text = query.replace(/\{bars:([^}]+)\}/g, (_, id: string) => `read_parquet(${quote(parquet(id))})`);
      const reader = await connection.runAndReadAll(text);
      return reader.getRowObjectsJson() as readonly Readonly<Record<string, unknown>>[];
    },
  };
}

async function barSeries(passport: Passport, instrument: string, file: string): Promise<BarSeries> {
  const columns = await selectColumns(
    `SELECT * EXCLUDE (instrument) FROM read_parquet(${quote(file)}) WHERE instrument = ${quote(instrument)} ORDER BY day, "endMs"`,
  );
  const dayOfBar = columns.day as string[];
  const days = [...new Set(dayOfBar)];
  const index = new Map(days.map((d, i) => [d, i]));
  const numbers = (name: string): Float64Array => columns[name] as Float64Array;
  const extra = Object.keys(columns).filter((name) => name.startsWith('extra_'));
  return {
    dataset: passport.dataset,
    instrument,
    intervalMinutes: passport.intervalMinutes,
    days,
    day: Int32Array.from(dayOfBar, (d) => index.get(d) as number),
    endMs: columns.endMs as Int32Array,
    open: numbers('open'),
    high: numbers('high'),
    low: numbers('low'),
    close: numbers('close'),
    volume: numbers('volume'),
    ...(columns.amount ? { amount: numbers('amount') } : {}),
    ...(extra.length > 0
      ? { extra: Object.fromEntries(extra.map((n) => [n.slice('extra_'.length), numbers(n)])) }
      : {}),
    hash: passport.hash,
    synthetic: false,
  };
}

/**
 * Bars of several instruments of a known data set, imported on first use from STRATA_DATA.
 * @throws StrataError where STRATA_DATA is unset or lacks the data set
 */
export async function storedBars(dataset: string, instruments: readonly string[]): Promise<BarSeries[]> {
  const store = openStore();
  await store.import(dataset);
  const out: BarSeries[] = [];
  for (const instrument of instruments) out.push(await store.bars(dataset, instrument));
  return out;
}
