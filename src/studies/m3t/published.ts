/** Printed tables of the paper, read from data/published (values as printed, misprints included). */
import fs from 'node:fs';
import path from 'node:path';
import { paths, StrataError } from '../../core/index.js';

/** One printed number; `decimals` are the digits printed after the point. */
export interface PublishedCell {
  readonly row: string;
  readonly column: string;
  readonly metric: string;
  readonly unit: string;
  readonly mean: number;
  readonly std: number | null;
  readonly decimals: number;
}

/** A printed table with look-up by row and column. */
export interface PublishedTable {
  readonly cells: readonly PublishedCell[];
  /** The printed mean, null where the table has no such cell. */
  mean(row: string, column: string): number | null;
}

/** @param name file name without ending, e.g. `m3t-table-5` */
export function publishedTable(name: string): PublishedTable {
  const file = path.join(paths.root(), 'data', 'published', `${name}.csv`);
  if (!fs.existsSync(file))
    throw new StrataError(`The published table ${name} is not in data/published; restore ${file}.`);
  const [header = '', ...lines] = fs.readFileSync(file, 'utf8').trim().split('\n');
  if (header !== 'paper,table,row,column,metric,unit,mean,std')
    throw new StrataError(
      `${file}: the header is ${JSON.stringify(header)}; expected paper,table,row,column,metric,unit,mean,std.`,
    );
  const cells = lines.map((line): PublishedCell => {
    const [, , row = '', column = '', metric = '', unit = '', mean = '', std = ''] = line.split(',');
    const decimals = mean.split('.')[1]?.length ?? 0;
    return { row, column, metric, unit, mean: Number(mean), std: std === '' ? null : Number(std), decimals };
  });
  return { cells, mean: (row, column) => cells.find((c) => c.row === row && c.column === column)?.mean ?? null };
}
