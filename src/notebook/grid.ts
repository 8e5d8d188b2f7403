/** Rows and columns of anything table-like: arquero tables, danfojs frames and series, arrays of records. */
import { StrataError } from '../core/index.js';

/** The first rows of a table, ready to be written as HTML or text. */
export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows of the whole table, of which `rows` are the first. */
  readonly total: number;
}

/** What we use of an arquero table. */
export interface ArqueroTable {
  columnNames(): string[];
  numRows(): number;
  get(column: string, row?: number): unknown;
}

/** What we use of a danfojs DataFrame or Series. */
export interface DanfoFrame {
  readonly shape: readonly number[];
  readonly index: readonly (string | number)[];
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** Anything with rows and columns. */
export type TableLike = ArqueroTable | DanfoFrame | readonly object[];

/** Whether a value has rows and columns. */
export function isTableLike(value: unknown): value is TableLike {
  return isArquero(value) || isDanfo(value) || isRecords(value);
}

/**
 * The first rows of a table.
 * @param limit rows at most, ≥ 1
 * @throws StrataError for a limit below 1
 */
export function gridOf(value: TableLike, limit: number): Grid {
  if (!(limit >= 1)) throw new StrataError(`rows is a whole number of at least 1; received ${limit}`);
  if (isArquero(value)) return arqueroGrid(value, limit);
  if (isDanfo(value)) return danfoGrid(value, limit);
  return recordGrid(value, limit);
}

function arqueroGrid(table: ArqueroTable, limit: number): Grid {
  const columns = table.columnNames();
  const shown = Math.min(limit, table.numRows());
  const rows = Array.from({ length: shown }, (_, row) => columns.map((column) => table.get(column, row)));
  return { columns, rows, total: table.numRows() };
}

/** A frame's row labels become the first column, unless they only count the rows. */
function danfoGrid(frame: DanfoFrame, limit: number): Grid {
  const values = (frame.values as readonly unknown[]).slice(0, limit);
  const rows = values.map((row) => (Array.isArray(row) ? (row as unknown[]) : [row]));
  const total = frame.shape[0] ?? rows.length;
  if (frame.index.slice(0, limit).every((label, i) => label === i)) return { columns: frame.columns, rows, total };
  return { columns: ['', ...frame.columns], rows: rows.map((row, i) => [frame.index[i], ...row]), total };
}

function recordGrid(records: readonly object[], limit: number): Grid {
  const shown = records.slice(0, limit);
  const columns = [...new Set(shown.flatMap((record) => Object.keys(record)))];
  const rows = shown.map((record) => columns.map((column) => (record as Record<string, unknown>)[column]));
  return { columns, rows, total: records.length };
}

function isArquero(value: unknown): value is ArqueroTable {
  return has(value, 'columnNames', 'function') && has(value, 'numRows', 'function') && has(value, 'get', 'function');
}

function isDanfo(value: unknown): value is DanfoFrame {
  const frame = value as Partial<DanfoFrame> | null;
  return typeof frame === 'object' && frame !== null && [frame.shape, frame.index, frame.columns].every(Array.isArray);
}

function isRecords(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every((v) => typeof v === 'object' && v !== null && !Array.isArray(v));
}

function has(value: unknown, name: string, type: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === type;
}
