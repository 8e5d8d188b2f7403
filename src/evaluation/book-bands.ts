/** Judgement of synthetic books: does each moment lie where it lies on the real days, by name? */
import { StrataError } from '../core/index.js';
import { type BookDay, type BookTwinParameters, bookTwinDay, type TwinDayFacts } from '../market/index.js';
import { mean } from '../statistics/index.js';
import { bookMoments, bookSteps } from './book-moments.js';

/** One moment of real days and of synthetic ones. */
export interface BookBand {
  readonly name: string;
  readonly unit: string;
  /** Mean, least and greatest over the real days. */
  readonly real: number;
  readonly low: number;
  readonly high: number;
  /** Mean over the synthetic days. */
  readonly twin: number;
  /** Whether that mean lies within what real days showed. */
  readonly inside: boolean;
}

/** Compares moment by moment. @throws StrataError for no days of either */
export function bookBands(real: readonly BookDay[], twins: readonly BookDay[]): BookBand[] {
  if (real.length === 0 || twins.length === 0)
    throw new StrataError(`a comparison needs days; received ${real.length} real and ${twins.length} synthetic ones`);
  const [ofReal, ofTwins] = [real.map(bookSteps), twins.map(bookSteps)];
  return bookMoments.map(({ name, unit, of }) => {
    const values = ofReal.map(of);
    const [low, high, twin] = [Math.min(...values), Math.max(...values), mean(ofTwins.map(of))];
    return { name, unit, real: mean(values), low, high, twin, inside: low <= twin && twin <= high };
  });
}

/** The day's four prices and volume, as a synthetic day is given them. @throws StrataError for a day without trades */
export function factsOf(day: BookDay): TwinDayFacts {
  const { ticks, sizes } = day.tape;
  const [open, close] = [ticks[0], ticks[ticks.length - 1]];
  if (open === undefined || close === undefined) throw new StrataError(`${day.instrument} ${day.day} has no trades`);
  let [high, low, volume] = [open, open, 0];
  for (const [n, price] of ticks.entries()) {
    high = Math.max(high, price);
    low = Math.min(low, price);
    volume += sizes[n] as number;
  }
  const flags = ['prices and volume of a real day of another stock'];
  return { day: day.day, open, high, low, close, volume, previousClose: day.previousCloseTicks ?? open, flags };
}

/** Synthetic days that have the prices and volumes of real ones: what of a book is not its day. */
export function twinsOf(p: BookTwinParameters, real: readonly BookDay[]): BookDay[] {
  return real.map((day) => bookTwinDay(p, factsOf(day)));
}
