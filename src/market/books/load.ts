/** Days of real order books by name, from STRATA_DATA. */
import { paths, StrataError } from '../../core/index.js';
import type { BookDay } from './book-day.js';
import { type BookFile, inspected } from './book-files.js';
import { type BookDataset, type BookOptions, type BookSource, bookDataset, bookDatasets } from './catalogue.js';
import type { OrderDay } from './order-columns.js';
import { chinaTapes, type TapeDataset } from './readers/china-tapes.js';
import type { TapeDay } from './tape-day.js';

/** Days of a data set, perhaps of one instrument only. @throws StrataError where STRATA_DATA is unset or lacks the files */
export async function bookDays(dataset: string, instrument?: string): Promise<readonly BookSource[]> {
  const days = await bookDataset(dataset).days(dataFolder(dataset));
  return instrument === undefined ? days : days.filter((d) => d.instrument === instrument);
}

/**
 * One day of one instrument, read and checked.
 * @throws StrataError listing the days there are where this one is not; DataError for what is wrong with its files
 */
export async function loadBookDay(
  dataset: string,
  instrument: string,
  day: string,
  options: BookOptions = {},
): Promise<BookDay> {
  const { source, files } = await sourceOf(bookDataset(dataset), instrument, day);
  return bookDataset(dataset).read(source, files, options);
}

/**
 * The single orders of one day, where the source has them.
 * @throws StrataError listing the data sets that have orders, or the days there are; DataError for what is wrong with the files
 */
export async function loadOrders(dataset: string, instrument: string, day: string): Promise<OrderDay> {
  const { readOrders } = bookDataset(dataset);
  const others = bookDatasets.filter((d) => d.readOrders).map((d) => d.id);
  if (!readOrders)
    throw new StrataError(`${dataset} has no single orders to read; those with orders are ${others.join(', ')}`);
  const { source, files } = await sourceOf(bookDataset(dataset), instrument, day);
  return readOrders(source, files);
}

/** Data sets of trades without books. */
export const tapeDatasets: readonly TapeDataset[] = [chinaTapes];

/** Days of a data set of trades. @throws StrataError for an unknown one, and where STRATA_DATA is unset or lacks the files */
export async function tapeDays(dataset: string): Promise<readonly BookSource[]> {
  return tapeDataset(dataset).days(dataFolder(dataset));
}

/**
 * One day's trades of an instrument whose book is not known.
 * @throws StrataError listing what there is where this is not; DataError for what is wrong with the file
 */
export async function loadTape(dataset: string, instrument: string, day: string): Promise<TapeDay> {
  const found = tapeDataset(dataset);
  const { source, files } = await sourceOf(found, instrument, day);
  return found.read(source, files);
}

function tapeDataset(id: string): TapeDataset {
  const found = tapeDatasets.find((d) => d.id === id);
  if (found) return found;
  throw new StrataError(
    `no trades ${JSON.stringify(id)}; known: ${tapeDatasets.map((d) => d.id).join(', ')}; those of a book come with loadBookDay`,
  );
}

async function sourceOf(
  dataset: Pick<BookDataset, 'id' | 'days'>,
  instrument: string,
  day: string,
): Promise<{ readonly source: BookSource; readonly files: readonly BookFile[] }> {
  const data = dataFolder(dataset.id);
  const days = await dataset.days(data);
  const source = days.find((d) => d.instrument === instrument && d.day === day);
  if (source) return { source, files: await inspected(data, source.files) };
  throw new StrataError(
    `${dataset.id} has no ${instrument} on ${day}; it has ${days.map((d) => `${d.instrument} ${d.day}`).join(', ')}`,
  );
}

function dataFolder(dataset: string): string {
  const data = paths.data();
  if (data) return data;
  throw new StrataError(
    `${dataset} is read from the market data folder; set STRATA_DATA to its absolute path (layout: data/README.md)`,
  );
}
