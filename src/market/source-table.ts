/** Tables of text as they come, CSV (also gzip) or Parquet: read by expressions over their columns, every row numbered for messages. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { DataError, type NumericArray, type Problem } from '../core/index.js';
import { database, identifier, quote } from './database.js';
import { selectColumns } from './parquet.js';

/** Source of rows. @param columns names of the columns of a CSV file without a header */
function relation(path: string, columns?: readonly string[]): string {
  if (path.endsWith('.parquet')) return `(SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${quote(path)}))`;
  const head = columns ? `header = false, names = [${columns.map(quote).join(', ')}]` : 'header = true';
  return `read_csv(${quote(path)}, all_varchar = true, ${head}, delim = ',', quote = '"', escape = '"', null_padding = false, parallel = false)`;
}

/** The rows of a file with their number, `source_row`, from 1. */
export function numberedRows(path: string, columns?: readonly string[]): string {
  return `(SELECT *, row_number() OVER () AS source_row FROM ${relation(path, columns)})`;
}

/** Columns of a file's header. */
export async function headerOf(path: string): Promise<readonly string[]> {
  const connection = await database();
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation(path)}`);
  return reader.getRowObjects().map((row) => String(row.column_name));
}

/** The text that stands in the given rows of a file, for messages: row number to the row's cells. */
export async function rawRows(
  path: string,
  rows: readonly number[],
  columns?: readonly string[],
): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
  if (rows.length === 0) return new Map();
  const connection = await database();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM ${numberedRows(path, columns)} WHERE source_row IN (${rows.join(', ')})`,
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

/** The problem of a file that is no table, with the row where it can be told. */
export async function unreadable(path: string, name: string, error: unknown): Promise<Problem> {
  const message = error instanceof Error ? error.message : String(error);
  const line = /Line: (\d+)/i.exec(message)?.[1];
  const row = line ? Number(line) - 1 : path.endsWith('.parquet') ? undefined : await firstRaggedRow(path);
  return {
    file: name,
    ...(row === undefined ? {} : { row }),
    problem: `cannot be read as a table: ${message.split('\n')[0]?.replaceAll(path, name)}`,
    remedy: 'check the file in a text editor; every row needs as many cells as the header',
  };
}

/** First row with another number of cells than the first line has; quoted commas are no ends of cells. */
async function firstRaggedRow(path: string): Promise<number | undefined> {
  const raw = createReadStream(path);
  const text = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  let [row, cells] = [0, 0];
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    const found = line.replace(/"[^"]*"/g, '').split(',').length;
    if (row === 0) cells = found;
    else if (found !== cells) return row;
    row++;
  }
  return undefined;
}

/** A file to read by {@link readTable}. */
export interface TableSource {
  readonly path: string;
  /** How it is called in messages. */
  readonly name: string;
  /** Names of the columns of a file without a header. */
  readonly columns?: readonly string[];
}

/** How a table is read. */
export interface TableShape {
  /** Columns the header must have. */
  readonly needs: readonly string[];
  /** Expressions that give numbers; a cell that is none refuses the file. */
  readonly numbers: Readonly<Record<string, string>>;
  /** Expressions that give text. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Rows to take, an SQL condition. */
  readonly where?: string;
}

/** Columns of a table; `row` is the row in the file, from 1. */
export interface Table {
  readonly rows: number;
  readonly row: Float64Array;
  readonly numbers: Readonly<Record<string, Float64Array>>;
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

/** As many problems of a file as are told of. */
const kept = 50;

/**
 * Reads a table in file order.
 * @throws DataError for missing columns, a file that is cut off or no table, and every cell that is no number
 */
export async function readTable(source: TableSource, shape: TableShape): Promise<Table> {
  const { path, name, columns } = source;
  const number = ([to, from]: [string, string]): string => `TRY_CAST(${from} AS DOUBLE) AS ${identifier(to)}`;
  const text = ([to, from]: [string, string]): string => `coalesce(CAST(${from} AS VARCHAR), '') AS ${identifier(to)}`;
  let found: Record<string, NumericArray | string[]>;
  try {
    const header = columns ?? (await headerOf(path));
    const missing = shape.needs.filter((column) => !header.includes(column));
    if (missing.length > 0)
      throw new DataError([
        {
          file: name,
          problem: `columns ${missing.join(', ')} are missing; there are ${header.slice(0, 12).join(', ')}${header.length > 12 ? ', …' : ''}`,
          remedy: 'give it the columns of its data set, or name its columns in a mapping',
        },
      ]);
    const selected = [
      ...Object.entries(shape.numbers).map(number),
      ...Object.entries(shape.texts ?? {}).map(text),
      'CAST(source_row AS DOUBLE) AS source_row',
    ];
    found = await selectColumns(
      `SELECT ${selected.join(', ')} FROM ${numberedRows(path, columns)} ${shape.where ? `WHERE ${shape.where}` : ''} ORDER BY source_row`,
    );
  } catch (error) {
    throw error instanceof DataError
      ? error
      : new DataError([await unreadable(path, name, error)], `${name} was refused`);
  }
  const row = found.source_row as Float64Array;
  const bad: { row: number; column: string }[] = [];
  for (const column of Object.keys(shape.numbers)) {
    const values = found[column] as Float64Array;
    for (let i = 0; i < values.length && bad.length < kept; i++)
      if (Number.isNaN(values[i])) bad.push({ row: row[i] as number, column });
  }
  if (bad.length > 0) throw new DataError(await notNumbers(source, shape, bad), `${name} was refused`);
  return {
    rows: row.length,
    row,
    numbers: found as Record<string, Float64Array>,
    texts: found as Record<string, string[]>,
  };
}

async function notNumbers(
  { path, name, columns }: TableSource,
  shape: TableShape,
  bad: readonly { row: number; column: string }[],
): Promise<Problem[]> {
  const cells = await rawRows(path, [...new Set(bad.map((b) => b.row))], columns);
  return bad.map(({ row, column }) => {
    const text = cells.get(row) ?? {};
    const expression = shape.numbers[column] as string;
    const cell = Object.keys(text)
      .sort((a, b) => b.length - a.length)
      .find((c) => expression.includes(c));
    return {
      file: name,
      row,
      column: cell ?? column,
      ...(cell === undefined ? {} : { value: text[cell] as string }),
      problem: `cannot be read as ${column}`,
      remedy: 'correct the cell or fetch the file again',
    };
  });
}
