/** Whose books the study trades: the synthetic books of M3T's eight stocks, and the real ones of 000001 and 600519 where they are at hand. */
import { hashOf, paths, StrataError } from '../../core/index.js';
import {
  type BookDay,
  bookDays,
  bookTwinDay,
  bookTwinFacts,
  bookTwinId,
  bookTwinInstruments,
  bookTwinParameters,
  bookTwinVersion,
  loadBookDay,
  type TwinDayFacts,
} from '../../market/index.js';
import type { Profile } from '../../runs/index.js';

/** Days of one stock's book, read or drawn one at a time. */
export interface BookStock {
  /** Name of its column. */
  readonly name: string;
  /** Name of the data, e.g. `twin-book@1 (synthetic)`. */
  readonly data: string;
  readonly synthetic: boolean;
  /** Content hash of all its days. */
  readonly hash: string;
  readonly days: number;
  /** The most that a day's order may be of the day's volume; 1 for no bound. */
  readonly mostOfVolume: number;
  day(k: number): BookDay | Promise<BookDay>;
}

/** Real books by the name of their column. A share of 600519 costs as much as a hundred of the others: its order is bounded by volume. */
const REAL: Readonly<Record<string, { dataset: string; instrument: string; mostOfVolume: number }>> = {
  '000001 (real)': { dataset: 'cn-000001-2020-09', instrument: '000001', mostOfVolume: 1 },
  '600519 (real)': { dataset: 'cn-600519-2023-02', instrument: '600519', mostOfVolume: 0.002 },
};

/** Days of each synthetic book; all that there are in the longer profiles. */
const TWIN_DAYS: Readonly<Record<Profile, number>> = {
  smoke: 2,
  quick: 15,
  standard: Number.POSITIVE_INFINITY,
  extended: Number.POSITIVE_INFINITY,
  full: Number.POSITIVE_INFINITY,
};

/** Columns of a profile. */
export function stockNames(profile: Profile): readonly string[] {
  const twins = bookTwinInstruments();
  const drawn = profile === 'smoke' ? twins.slice(0, 1) : profile === 'quick' ? twins.slice(0, 2) : twins;
  return [...drawn, ...(paths.data() && profile !== 'smoke' ? Object.keys(REAL) : [])];
}

const known = new Map<string, Promise<BookStock>>();

/** A stock by the name of its column, its days listed once. @throws StrataError for an unknown name */
export function bookStock(name: string, profile: Profile): Promise<BookStock> {
  const key = `${name} ${profile} ${paths.data() ?? ''}`;
  const found = known.get(key) ?? (REAL[name] ? realBooks(name) : twinBooks(name, TWIN_DAYS[profile]));
  known.set(key, found);
  return found;
}

async function twinBooks(instrument: string, most: number): Promise<BookStock> {
  const parameters = bookTwinParameters(instrument);
  const facts = (await bookTwinFacts(instrument)).slice(0, Math.min(most, Number.MAX_SAFE_INTEGER));
  return {
    name: instrument,
    data: `twin-book@${bookTwinVersion} (synthetic)`,
    synthetic: true,
    hash: hashOf({ twin: bookTwinId(parameters, 'twin'), facts }),
    days: facts.length,
    mostOfVolume: 1,
    day: (k) => bookTwinDay(parameters, facts[k] as TwinDayFacts),
  };
}

async function realBooks(name: string): Promise<BookStock> {
  const about = REAL[name];
  if (!about) throw new StrataError(`no real books ${name}; there are ${Object.keys(REAL).join(', ')}`);
  const { dataset, instrument, mostOfVolume } = about;
  const days: BookDay[] = [];
  for (const { day } of await bookDays(dataset, instrument)) days.push(await loadBookDay(dataset, instrument, day));
  return {
    name,
    data: dataset,
    synthetic: false,
    hash: hashOf(days.map((d) => d.hash)),
    days: days.length,
    mostOfVolume,
    day: (k) => days[k] as BookDay,
  };
}
