/** The embedded DuckDB: one in-memory instance a process, opened on first use; all data lie in Parquet files below it. */
import type { DuckDBConnection } from '@duckdb/node-api';

let opened: Promise<DuckDBConnection> | undefined;

/** A connection to the process's DuckDB. The native library is loaded by the first call. */
export function database(): Promise<DuckDBConnection> {
  opened ??= import('@duckdb/node-api').then(async ({ DuckDBInstance }) => {
    const instance = await DuckDBInstance.create(':memory:');
    return instance.connect();
  });
  return opened;
}

/** A text as an SQL literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
