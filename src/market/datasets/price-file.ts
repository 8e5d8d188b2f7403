/**
 * A table of prices of a user's own as price relatives: CSV or Parquet, wide (a column an asset) or long (a row an asset and day), prices,
 * relatives or returns. What the file is taken for is said with the reason, and a file that could be two things is refused.
 */
import fs from 'node:fs';
import path from 'node:path';
import { DataError, type Problem, StrataError, sha256File } from '../../core/index.js';
import { quote } from '../database.js';
import { selectColumns } from '../parquet.js';
import type { Relatives } from './relatives.js';

/** What the numbers of a file are: prices, relatives x = p(t) / p(t − 1), or returns x − 1. */
export type PriceKind = 'prices' | 'relatives' | 'returns';

export interface PriceFileOptions {
  /** Default: found out, or refused. */
  readonly kind?: PriceKind;
  /** Default: found out. */
  readonly layout?: 'wide' | 'long';
  /** Column with the numbers of a long file; default adjusted close, close, price, or the only one. */
  readonly value?: string;
  /** Days on which an asset has no number: refused with their list, or left out. Default `refuse`. */
  readonly missing?: 'refuse' | 'drop-days';
}

/** Relatives with what the file was taken for. */
export interface PriceTable extends Relatives {
  /** Date of each relative, ISO; empty where the file has none. */
  readonly dates: readonly string[];
  readonly kind: PriceKind;
  readonly layout: 'wide' | 'long';
  /** Sentences that say why. */
  readonly reasons: readonly string[];
}

type Texts = Readonly<Record<string, readonly string[]>>;

/** The numbers of a file, row-major [days × assets], NaN where there is none. */
interface Grid {
  readonly assets: readonly string[];
  readonly dates: readonly string[];
  readonly values: Float64Array;
  readonly reasons: readonly string[];
}

/**
 * Reads a file of prices.
 * @throws StrataError where it is not clear what the file is; DataError listing cells that are no numbers above zero
 */
export async function loadPriceFile(file: string, options: PriceFileOptions = {}): Promise<PriceTable> {
  const texts = await readTexts(file);
  const { layout, reason } = layoutOf(texts, options.layout);
  const name = path.basename(file);
  const found = layout === 'long' ? longGrid(texts, options, name) : wideGrid(texts, name);
  const { grid, dropped } = complete(inOrder(found, name), options.missing ?? 'refuse', name);
  const { kind, reason: why } = options.kind ? { kind: options.kind, reason: 'as told' } : kindOf(grid, name);
  const n = grid.assets.length;
  refuseNonPositive(grid, kind, name);
  const skipped = kind === 'prices' ? 1 : 0;
  const days = grid.values.length / n - skipped;
  const values = Float64Array.from({ length: days * n }, (_, k) => {
    if (kind === 'prices') return (grid.values[k + n] as number) / (grid.values[k] as number);
    return (grid.values[k] as number) + (kind === 'returns' ? 1 : 0);
  });
  return {
    dataset: name,
    days,
    assets: grid.assets,
    values,
    hash: await sha256File(file),
    dates: grid.dates.slice(skipped),
    kind,
    layout,
    reasons: [
      `layout ${layout}: ${reason}`,
      `numbers are ${kind}: ${why}`,
      ...grid.reasons,
      ...(dropped > 0 ? [`${dropped} days without a number for every asset were left out`] : []),
    ],
  };
}

async function readTexts(file: string): Promise<Texts> {
  if (!fs.existsSync(file)) throw new StrataError(`${file} is not there`);
  const source = /\.parquet$/i.test(file)
    ? `read_parquet(${quote(file)})`
    : `read_csv(${quote(file)}, all_varchar = true, header = true, parallel = false)`;
  let columns: Record<string, ArrayLike<unknown>>;
  try {
    columns = await selectColumns(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${source}`);
  } catch (error) {
    throw new StrataError(`${file} could not be read as ${/\.parquet$/i.test(file) ? 'Parquet' : 'CSV'}`, {
      cause: error,
    });
  }
  const names = Object.keys(columns);
  if (names.length === 0 || columns[names[0] as string]?.length === 0)
    throw new StrataError(`${file} has no rows; expected a header and a row a day`);
  if (names.every(isNumber))
    throw new StrataError(
      `${file}: the first line holds numbers (${names.slice(0, 3).join(', ')}); it must name the columns`,
    );
  return Object.fromEntries(
    names.map((name) => [name, Array.from(columns[name] as ArrayLike<unknown>, (v) => String(v ?? '').trim())]),
  );
}

const dateNames = /^(date|day|time|timestamp|datetime|trade_?date|)$/i;
const assetNames = /^(symbol|ticker|asset|instrument|pair|code|stock|name|isin|sid|permno)$/i;
const valueNames = [/^adj[ _.]?close$/i, /^close$/i, /^price$/i, /^relative$/i, /^return$/i, /^ret$/i];

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

function isNumeric(column: readonly string[]): boolean {
  return column.every((v) => v === '' || isNumber(v)) && column.some((v) => v !== '');
}

/** The column of dates: by its name, or the first one of dates. */
function dateColumn(texts: Texts): string | undefined {
  const names = Object.keys(texts);
  return (
    names.find((n) => dateNames.test(n) && texts[n]?.every((v) => isoDate(v) !== undefined)) ??
    names.find((n) => texts[n]?.every((v) => !isNumber(v) && isoDate(v) !== undefined))
  );
}

/** A date as YYYY-MM-DD (or with its time), if the text is one that orders days: year first. */
function isoDate(text: string): string | undefined {
  const match = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[T ](\d{2}:\d{2}.*))?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, time] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  return `${year}-${month}-${day}${time && !/^00:00/.test(time) ? ` ${time}` : ''}`;
}

function assetColumn(texts: Texts, date: string | undefined): string | undefined {
  const names = Object.keys(texts).filter((n) => n !== date);
  return names.find((n) => assetNames.test(n)) ?? names.find((n) => !isNumeric(texts[n] as readonly string[]));
}

function layoutOf(texts: Texts, told: 'wide' | 'long' | undefined): { layout: 'wide' | 'long'; reason: string } {
  if (told) return { layout: told, reason: 'as told' };
  const date = dateColumn(texts);
  const asset = assetColumn(texts, date);
  if (asset && date) {
    const repeats = new Set(texts[date]).size < (texts[date] as readonly string[]).length;
    if (repeats) return { layout: 'long', reason: `column ${asset} names assets and dates of ${date} repeat` };
  }
  return { layout: 'wide', reason: `${Object.keys(texts).length - (date ? 1 : 0)} columns of numbers, a row a day` };
}

function wideGrid(texts: Texts, file: string): Grid {
  const date = dateColumn(texts);
  const assets = Object.keys(texts).filter((n) => n !== date);
  const words = assets.filter((n) => !isNumeric(texts[n] as readonly string[]));
  if (assets.length === 0 || words.length > 0)
    throw new StrataError(
      `${file}: ${words.length > 0 ? `column ${words[0]} holds ${JSON.stringify(texts[words[0] as string]?.find((v) => v !== '' && !isNumber(v)) ?? '')}` : 'there are no numbers'}; ` +
        'a wide file has a column of dates (YYYY-MM-DD) and a column of numbers for each asset',
    );
  const days = (texts[assets[0] as string] as readonly string[]).length;
  const values = new Float64Array(days * assets.length);
  for (const [i, asset] of assets.entries())
    for (let t = 0; t < days; t++) values[t * assets.length + i] = numberOf(texts[asset]?.[t] ?? '');
  const dates = date ? (texts[date] as readonly string[]).map((v) => isoDate(v) as string) : [];
  return { assets, dates, values, reasons: date ? [] : ['no column of dates: rows are taken as days in their order'] };
}

function longGrid(texts: Texts, options: PriceFileOptions, file: string): Grid {
  const date = dateColumn(texts);
  const asset = assetColumn(texts, date);
  if (!date || !asset)
    throw new StrataError(
      `${file}: a long file needs a column of dates (YYYY-MM-DD) and one that names assets; there are ${Object.keys(texts).join(', ')}`,
    );
  const value = valueColumn(texts, [date, asset], options.value, file);
  const days = [...new Set(texts[date])];
  const assets = [...new Set(texts[asset])].sort();
  const [dayAt, assetAt] = [indexOf(days), indexOf(assets)];
  const values = new Float64Array(days.length * assets.length).fill(Number.NaN);
  const problems: Problem[] = [];
  for (const [row, text] of (texts[value] as readonly string[]).entries()) {
    const [day, name] = [texts[date]?.[row] as string, texts[asset]?.[row] as string];
    const at = (dayAt.get(day) as number) * assets.length + (assetAt.get(name) as number);
    if (!Number.isNaN(values[at]))
      problems.push({
        file,
        row: row + 1,
        value: `${day} ${name}`,
        problem: 'this asset and day stand twice',
        remedy: 'remove one of the rows',
      });
    values[at] = numberOf(text);
  }
  if (problems.length > 0) throw new DataError(problems, `${file} was refused`);
  return { assets, dates: days.map((v) => isoDate(v) as string), values, reasons: [`numbers of column ${value}`] };
}

function valueColumn(texts: Texts, taken: readonly string[], told: string | undefined, file: string): string {
  const names = Object.keys(texts).filter((n) => !taken.includes(n) && isNumeric(texts[n] as readonly string[]));
  if (told !== undefined) {
    if (names.includes(told)) return told;
    throw new StrataError(`${file} has no column of numbers ${told}; there are ${names.join(', ')}`);
  }
  for (const pattern of valueNames) {
    const found = names.find((n) => pattern.test(n));
    if (found) return found;
  }
  if (names.length === 1) return names[0] as string;
  throw new StrataError(
    `${file}: which column holds the numbers? There are ${names.join(', ')}; name one with --value`,
  );
}

function numberOf(text: string): number {
  return isNumber(text) ? Number(text) : Number.NaN;
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

/** Days in ascending order. */
function inOrder(grid: Grid, file: string): Grid {
  const { dates, assets, values } = grid;
  const n = assets.length;
  const order = dates.map((_, t) => t).sort((a, b) => ((dates[a] as string) < (dates[b] as string) ? -1 : 1));
  const twice = order.findIndex((t, k) => k > 0 && dates[t] === dates[order[k - 1] as number]);
  if (twice >= 0)
    throw new StrataError(
      `${file}: the date ${dates[order[twice] as number]} stands twice; remove one row, or tell the layout with --layout long`,
    );
  if (order.every((t, k) => t === k)) return grid;
  return {
    assets,
    dates: order.map((t) => dates[t] as string),
    values: Float64Array.from(values, (_, k) => values[(order[Math.floor(k / n)] as number) * n + (k % n)] as number),
    reasons: [...grid.reasons, 'days were put in order'],
  };
}

/** Days on which every asset has a number. */
function complete(
  grid: Grid,
  missing: 'refuse' | 'drop-days',
  file: string,
): { readonly grid: Grid; readonly dropped: number } {
  const n = grid.assets.length;
  const days = grid.values.length / n;
  const problems: Problem[] = [];
  const kept: number[] = [];
  for (let t = 0; t < days; t++) {
    const row = grid.values.subarray(t * n, (t + 1) * n);
    if (!row.some(Number.isNaN)) kept.push(t);
    for (const [i, v] of row.entries())
      if (Number.isNaN(v))
        problems.push({
          file,
          row: t + 1,
          column: grid.assets[i] as string,
          ...(grid.dates[t] !== undefined && { value: grid.dates[t] as string }),
          problem: 'there is no number',
          remedy: 'fill it in, leave the asset out, or use --missing drop-days',
        });
  }
  if (problems.length > 0 && missing === 'refuse') throw new DataError(problems, `${file} was refused`);
  const values = Float64Array.from(
    { length: kept.length * n },
    (_, k) => grid.values[(kept[Math.floor(k / n)] as number) * n + (k % n)] as number,
  );
  return {
    grid: { ...grid, values, dates: grid.dates.length > 0 ? kept.map((t) => grid.dates[t] as string) : [] },
    dropped: days - kept.length,
  };
}

/** Tells prices from relatives and returns by where they lie and how long they stay there. */
function kindOf({ assets, values }: Grid, file: string): { kind: PriceKind; reason: string } {
  const n = assets.length;
  const days = values.length / n;
  const unsure = (why: string): StrataError =>
    new StrataError(
      `${file}: ${why}, so it is not clear what its numbers are; tell with --kind prices, relatives or returns`,
    );
  if (days < 30) throw unsure(`${days} days are too few`);
  const columns = assets.map((_, i) => Float64Array.from({ length: days }, (__, t) => values[t * n + i] as number));
  const memory = columns.map(lagCorrelation);
  const middles = columns.map((c) => c.slice().sort()[days >> 1] as number);
  const all = (rule: (i: number) => boolean): boolean => assets.every((_, i) => rule(i));
  const forgets = (i: number): boolean => !((memory[i] as number) > 0.5);
  if (all((i) => Math.abs(middles[i] as number) < 0.1 && forgets(i)) && values.some((v) => v < 0))
    return { kind: 'returns', reason: 'they lie around 0, some are negative, and a day says little about the next' };
  if (all((i) => Math.abs((middles[i] as number) - 1) < 0.1 && forgets(i)))
    return { kind: 'relatives', reason: 'they lie around 1 and a day says little about the next' };
  if (all((i) => (memory[i] as number) > 0.7) && values.every((v) => v > 0))
    return { kind: 'prices', reason: 'they are positive and stay near the value of the day before' };
  throw unsure(
    `its columns do not agree (medians ${middles
      .slice(0, 3)
      .map((m) => m.toPrecision(3))
      .join(', ')}, correlations with the day before ${memory
      .slice(0, 3)
      .map((m) => m.toFixed(2))
      .join(', ')})`,
  );
}

/** Correlation with the day before; 0 for a constant. */
function lagCorrelation(x: Float64Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  let cross = 0;
  let squares = 0;
  for (let t = 0; t < x.length; t++) {
    const d = (x[t] as number) - mean;
    squares += d * d;
    if (t > 0) cross += d * ((x[t - 1] as number) - mean);
  }
  return squares > 0 ? cross / squares : 0;
}

function refuseNonPositive({ assets, dates, values }: Grid, kind: PriceKind, file: string): void {
  const least = kind === 'returns' ? -1 : 0;
  const problems: Problem[] = [];
  for (const [k, v] of values.entries())
    if (!(v > least))
      problems.push({
        file,
        row: Math.floor(k / assets.length) + 1,
        column: assets[k % assets.length] as string,
        value: `${v}${dates.length > 0 ? ` on ${dates[Math.floor(k / assets.length)]}` : ''}`,
        problem: kind === 'returns' ? 'a return is above −1' : 'a price or relative is a number above zero',
        remedy: 'correct the cell',
      });
  if (problems.length > 0) throw new DataError(problems, `${file} was refused`);
}
