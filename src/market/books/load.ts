/** Days of real order books by name, from STRATA_DATA. */
import { paths, StrataError } from '../../core/index.js';
import type { BookDay } from './book-day.js';
import { inspected } from './book-files.js';
import { type BookOptions, type BookSource, bookDataset } from './catalogue.js';

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
  const data = dataFolder(dataset);
  const found = bookDataset(dataset);
  const days = await found.days(data);
  const source = days.find((d) => d.instrument === instrument && d.day === day);
  if (!source)
    throw new StrataError(
      `${dataset} has no ${instrument} on ${day}; it has ${days.map((d) => `${d.instrument} ${d.day}`).join(', ')}`,
    );
  return found.read(source, await inspected(data, source.files), options);
}

function dataFolder(dataset: string): string {
  const data = paths.data();
  if (data) return data;
  throw new StrataError(
    `${dataset} is read from the market data folder; set STRATA_DATA to its absolute path (layout: data/README.md)`,
  );
}
