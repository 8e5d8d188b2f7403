/** Reads one file of bars through DuckDB into columns, by the expressions of its data set; every cell is first read as text. */
import { type NumericArray, type Problem, StrataError } from '../../core/index.js';
import { database, identifier, quote } from '../database.js';
import type { BarDataset } from '../datasets/description.js';
import { selectColumns } from '../parquet.js';

/** Bars of one file in file order (new files first to last, whatever the file's order). */
export interface RawBars {
  readonly instrument: readonly string[];
  readonly day: readonly string[];
  readonly endMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly amount?: Float64Array;
  readonly extra: Readonly<Record<string, Float64Array>>;
  /** Data row in the file, from 1. */
  readonly row: Float64Array;
}

/** Prices and volumes in the order in which they are checked. */
export const priceColumns = ['open', 'high', 'low', 'close'] as const;

/** The source of rows: CSV (also gzip) read as text, or Parquet. */
function relation(path: string): string {
  if (path.endsWith('.parquet')) return `(SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${quote(path)}))`;
  return `read_csv(${quote(path)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', null_padding = false, parallel = false)`;
}

/** Columns of a file's header. */
export async function headerOf(path: string): Promise<readonly string[]> {
  const connection = await database();
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation(path)}`);
  return reader.getRowObjects().map((row) => String(row.column_name));
}

/**
 * Reads the bars of one file.
 * @param name how the file is called in messages
 * @returns the bars, or the problems that keep its rows from being read at all
 */
export async function readBars(
  path: string,
  name: string,
  dataset: BarDataset,
  fileInstrument: string | undefined,
): Promise<{ bars?: RawBars; problems: readonly Problem[] }> {
  let header: readonly string[];
  try {
    header = await headerOf(path);
  } catch (error) {
    return { problems: [unreadable(name, error)] };
  }
  const missing = dataset.header.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const problem = `columns ${missing.join(', ')} are missing; the header has ${header.join(', ')}`;
    return {
      problems: [
        { file: name, problem, remedy: `give it the columns of ${dataset.id}, or name its columns in a mapping` },
      ],
    };
  }
  const { columns } = dataset;
  const number = (expression: string): string => `TRY_CAST(${expression} AS DOUBLE)`;
  if (!columns.instrument && !fileInstrument)
    throw new StrataError(`${name}: neither a column nor the file's name says the instrument`);
  const selected = [
    `CAST(coalesce(${columns.instrument ?? quote(fileInstrument ?? '')}, '') AS VARCHAR) AS instrument`,
    `coalesce(CAST(TRY_CAST(${columns.day} AS DATE) AS VARCHAR), '') AS day`,
    `${number(columns.endMs)} AS "endMs"`,
    ...priceColumns.map((c) => `${number(columns[c])} AS ${c}`),
    `${columns.volume ? number(columns.volume) : '0.0::DOUBLE'} AS volume`,
    ...(columns.amount ? [`${number(columns.amount)} AS amount`] : []),
    ...Object.entries(columns.extra ?? {}).map(([n, e]) => `${number(e)} AS ${identifier(`extra_${n}`)}`),
    'CAST(source_row AS DOUBLE) AS row',
  ];
  const order = dataset.newestFirst ? 'DESC' : 'ASC';
  let out: Record<string, NumericArray | string[]>;
  try {
    out = await selectColumns(
      `SELECT ${selected.join(', ')} FROM (SELECT *, row_number() OVER () AS source_row FROM ${relation(path)}) ORDER BY source_row ${order}`,
    );
  } catch (error) {
    return { problems: [unreadable(name, error)] };
  }
  const numbers = (column: string): Float64Array => out[column] as Float64Array;
  const bars: RawBars = {
    instrument: out.instrument as string[],
    day: out.day as string[],
    endMs: numbers('endMs'),
    open: numbers('open'),
    high: numbers('high'),
    low: numbers('low'),
    close: numbers('close'),
    volume: numbers('volume'),
    ...(columns.amount ? { amount: numbers('amount') } : {}),
    extra: Object.fromEntries(Object.keys(columns.extra ?? {}).map((n) => [n, numbers(`extra_${n}`)])),
    row: numbers('row'),
  };
  return { bars, problems: [] };
}

/** The text that stands in the given rows of a file, for messages: row number to the row's cells. */
export async function rawRows(
  path: string,
  rows: readonly number[],
): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
  if (rows.length === 0) return new Map();
  const connection = await database();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM (SELECT *, row_number() OVER () AS source_row FROM ${relation(path)}) WHERE source_row IN (${rows.join(', ')})`,
  );
  return new Map(
    reader
      .getRowObjects()
      .map((row) => [
        Number(row.source_row),
        Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === null ? '' : String(v)])),
      ]),
  );
}

function unreadable(name: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const line = /Line: (\d+)/i.exec(message)?.[1];
  return {
    file: name,
    ...(line ? { row: Number(line) - 1 } : {}),
    problem: `cannot be read as a table: ${message.split('\n')[0]}`,
    remedy: 'check the file in a text editor; every row needs as many cells as the header',
  };
}
