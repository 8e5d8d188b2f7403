/** Columns of typed arrays to and from Parquet files, through DuckDB's data chunks. */
import fs from 'node:fs';
import path from 'node:path';
import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import { type NumericArray, StrataError } from '../core/index.js';
import { database, identifier, quote } from './database.js';

/** Named columns of equal length. */
export type Columns = Readonly<Record<string, NumericArray | readonly string[]>>;

/** Rows that one DuckDB data chunk holds. */
const chunkRows = 2048;

let tables = 0;

/**
 * Writes columns to a Parquet file (zstd). Typed arrays keep their type, arrays of text become VARCHAR.
 * @throws StrataError if the columns differ in length
 */
export async function writeParquet(file: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns);
  const rows = columns[names[0] ?? '']?.length ?? 0;
  for (const name of names) {
    const length = columns[name]?.length;
    if (length !== rows) {
      throw new StrataError(`${file}: column ${name} has ${length} rows, ${names[0]} has ${rows}; make them equal`);
    }
  }
  if (names.length === 0) throw new StrataError(`${file}: no columns to write`);
  const duckdb = await import('@duckdb/node-api');
  const types = names.map((name) => typeOf(columns[name] as NumericArray | readonly string[], duckdb));
  const connection = await database();
  const table = `columns_${tables++}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await connection.run(
    `CREATE TEMP TABLE ${table} (${names.map((n, i) => `${identifier(n)} ${types[i]}`).join(', ')})`,
  );
  try {
    const appender = await connection.createAppender(table);
    for (let start = 0; start < rows; start += chunkRows) {
      const count = Math.min(chunkRows, rows - start);
      const chunk = duckdb.DuckDBDataChunk.create(types, count);
      for (const [i, name] of names.entries()) fillColumn(chunk, i, columns[name] as NumericArray, start, count);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run(`COPY ${table} TO ${quote(file)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    await connection.run(`DROP TABLE ${table}`);
  }
}

/** Reads all columns of a Parquet file. */
export function readParquet(file: string): Promise<Record<string, NumericArray | string[]>> {
  return selectColumns(`SELECT * FROM read_parquet(${quote(file)})`);
}

/**
 * Runs a query and returns its columns: typed arrays for numbers (64-bit integers as doubles), text otherwise.
 * NULL becomes NaN in a column of doubles, 0 in a column of integers, and the empty text.
 */
export async function selectColumns(sql: string): Promise<Record<string, NumericArray | string[]>> {
  const connection = await database();
  const result = await connection.run(sql);
  const names = result.columnNames();
  const types = result.columnTypes().map(String);
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const out: Record<string, NumericArray | string[]> = {};
  for (const [i, name] of names.entries()) out[name] = gather(chunks, i, types[i] as string, rows);
  return out;
}

/** The part of a DuckDB vector of fixed-width numbers that its type declaration hides. */
interface NumericVector {
  readonly items: NumericArray | BigInt64Array;
  readonly validity: { itemValid(row: number): boolean };
  flush(): void;
}

const arrays: Readonly<Record<string, new (length: number) => NumericArray>> = {
  DOUBLE: Float64Array,
  FLOAT: Float32Array,
  INTEGER: Int32Array,
  UINTEGER: Uint32Array,
  SMALLINT: Int16Array,
  USMALLINT: Uint16Array,
  TINYINT: Int8Array,
  UTINYINT: Uint8Array,
};

function gather(
  chunks: readonly DuckDBDataChunk[],
  column: number,
  type: string,
  rows: number,
): NumericArray | string[] {
  const Typed = arrays[type] ?? (type === 'BIGINT' || type === 'HUGEINT' ? Float64Array : undefined);
  if (!Typed) return chunks.flatMap((chunk) => chunk.getColumnValues(column).map((v) => (v === null ? '' : String(v))));
  const out = new Typed(rows);
  let at = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(column) as unknown as NumericVector;
    if (arrays[type]) out.set((vector.items as NumericArray).subarray(0, chunk.rowCount), at);
    else for (const [i, value] of chunk.getColumnValues(column).entries()) out[at + i] = Number(value);
    if (out instanceof Float64Array || out instanceof Float32Array) {
      for (let i = 0; i < chunk.rowCount; i++) if (!vector.validity.itemValid(i)) out[at + i] = Number.NaN;
    }
    at += chunk.rowCount;
  }
  return out;
}

function fillColumn(
  chunk: DuckDBDataChunk,
  column: number,
  values: NumericArray | readonly string[],
  start: number,
  count: number,
): void {
  if (Array.isArray(values)) {
    chunk.setColumnValues(column, values.slice(start, start + count) as string[]);
    return;
  }
  const vector = chunk.getColumnVector(column) as unknown as NumericVector;
  (vector.items as NumericArray).set((values as NumericArray).subarray(start, start + count));
  vector.flush();
}

function typeOf(values: NumericArray | readonly string[], duckdb: typeof import('@duckdb/node-api')): DuckDBType {
  if (values instanceof Float64Array) return duckdb.DOUBLE;
  if (values instanceof Float32Array) return duckdb.FLOAT;
  if (values instanceof Int32Array) return duckdb.INTEGER;
  if (values instanceof Uint32Array) return duckdb.UINTEGER;
  if (values instanceof Int16Array) return duckdb.SMALLINT;
  if (values instanceof Uint16Array) return duckdb.USMALLINT;
  if (values instanceof Int8Array) return duckdb.TINYINT;
  if (values instanceof Uint8Array) return duckdb.UTINYINT;
  return duckdb.VARCHAR;
}
