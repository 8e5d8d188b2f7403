/** Reads one file of bars through DuckDB into columns, by the expressions of its data set; every cell is first read as text. */
import { type NumericArray, type Problem, StrataError } from '../../core/index.js';
import { identifier, quote } from '../database.js';
import type { BarDataset } from '../datasets/description.js';
import { selectColumns } from '../parquet.js';
import { headerOf, numberedRows, unreadable } from '../source-table.js';

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
    return { problems: [await unreadable(path, name, error)] };
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
    out = await selectColumns(`SELECT ${selected.join(', ')} FROM ${numberedRows(path)} ORDER BY source_row ${order}`);
  } catch (error) {
    return { problems: [await unreadable(path, name, error)] };
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
