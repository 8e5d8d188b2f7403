/** The order books that Strata knows, in the layout that data/README.md describes. */
import { StrataError } from '../../core/index.js';
import type { Market } from '../calendar/sessions.js';
import type { BookDay } from './book-day.js';
import type { BookFile } from './book-files.js';
import type { OrderDay, SnapshotGrid } from './order-columns.js';
import { cffexBooks } from './readers/cffex-t2009.js';
import { cryptoBooks } from './readers/crypto-minute.js';
import { leanTicks } from './readers/lean-ticks.js';
import { lobsterBooks } from './readers/lobster.js';
import { moutaiBooks } from './readers/shanghai-600519.js';
import { shanghaiMorning } from './readers/shanghai-morning.js';
import { moutaiOrders, shanghaiOrders } from './readers/shanghai-orders.js';
import { pingAnBooks, shenzhenSnapshots } from './readers/shenzhen.js';

/** How a day is read where there is a choice. */
export interface BookOptions {
  /** Trades as they were recorded, where they were, or inferred from what snapshots say was traded; default `recorded`. */
  readonly tape?: 'recorded' | 'inferred';
  /** Ledger `m3t.tape-align`: a trade belongs to the interval its stamp lies in, or to the one in which the running count reaches it; default `stamps`. */
  readonly tapeAlign?: 'stamps' | 'count';
  /** Of order streams and quotes: a snapshot every so many ms, or after each event; each data set has its own default. */
  readonly grid?: SnapshotGrid;
  /** Of order streams: levels a side; default 10. */
  readonly levels?: number;
}

/** One day of one instrument, before it is read. */
export interface BookSource {
  readonly instrument: string;
  /** ISO day. */
  readonly day: string;
  /** Files below STRATA_DATA, snapshots first. */
  readonly files: readonly string[];
}

/** A data set of order books. */
export interface BookDataset {
  readonly id: string;
  readonly title: string;
  readonly market: Market | 'crypto';
  readonly source: string;
  readonly licence: string;
  readonly notes: readonly string[];
  /** Days there are, in order. @param data the folder STRATA_DATA names */
  days(data: string): Promise<readonly BookSource[]>;
  /** Reads one day. @throws DataError for what is wrong with its files, by file and row */
  read(source: BookSource, files: readonly BookFile[], options: BookOptions): Promise<BookDay>;
  /** Reads the single orders of one day, where the source has them. @throws DataError for what is wrong with its files, by file and row */
  readOrders?(source: BookSource, files: readonly BookFile[]): Promise<OrderDay>;
}

/** All data sets of order books. */
export const bookDatasets: readonly BookDataset[] = [
  pingAnBooks,
  moutaiBooks,
  shenzhenSnapshots,
  shanghaiMorning,
  cffexBooks,
  cryptoBooks,
  lobsterBooks,
  shanghaiOrders,
  moutaiOrders,
  leanTicks,
];

/** Looks a data set of books up. @throws StrataError listing the known ids */
export function bookDataset(id: string): BookDataset {
  const found = bookDatasets.find((d) => d.id === id);
  if (found) return found;
  throw new StrataError(`no order books ${JSON.stringify(id)}; known: ${bookDatasets.map((d) => d.id).join(', ')}`);
}
