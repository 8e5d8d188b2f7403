/** What a data set of bars is, as data: where its files lie, what its columns mean, which clock and units it uses, which defects are known. */
import type { Market } from '../calendar/sessions.js';

/** Names of the checks a file goes through. */
export type CheckName =
  | 'encoding'
  | 'columns'
  | 'numbers'
  | 'times'
  | 'order'
  | 'duplicates'
  | 'ohlc'
  | 'sign'
  | 'missing bars'
  | 'zero volume'
  | 'volume jumps';

/** How bars stand in a CSV or Parquet file. Each member is an SQL expression over the file's columns, read as text. */
export interface BarColumns {
  /** Left out where the file's name says it. */
  readonly instrument?: string;
  /** ISO day. */
  readonly day: string;
  /** End of the bar, ms after local midnight. */
  readonly endMs: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** Shares; left out where the source has no volume. */
  readonly volume?: string;
  readonly amount?: string;
  /** Further numeric columns by name, e.g. `preclose`. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A data set of bars. */
export interface BarDataset {
  readonly id: string;
  readonly title: string;
  readonly market: Market;
  readonly intervalMinutes: number;
  /** Folder below STRATA_DATA and pattern of the file names; a first group, where there is one, is the instrument. */
  readonly folder: string;
  readonly files: RegExp;
  /** Columns the header must have. */
  readonly header: readonly string[];
  readonly columns: BarColumns;
  /** Rows run from new to old in the file; they are turned round. */
  readonly newestFirst?: boolean;
  readonly source: string;
  readonly licence: string;
  /** What a reader of results should know. */
  readonly notes: readonly string[];
  /** Checks whose findings are known defects of the source: listed in the passport instead of refusing the data. */
  readonly tolerated: readonly CheckName[];
}
