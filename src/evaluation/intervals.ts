/**
 * Interval of a mean over seeds and days, and of the difference of two such means, by a crossed bootstrap: whole seeds are drawn one by
 * one and days in circular blocks, the same days for both sides of a difference.
 */
import { type Generator, StrataError } from '../core/index.js';
import { bootstrap } from '../statistics/index.js';
import type { Bounds } from './verdicts.js';

/** Values of one method: a row for each seed (one row for a method without chance), a column for each day. */
export type SeedDays = readonly ArrayLike<number>[];

export interface SeedDayEstimate extends Bounds {
  readonly value: number;
  /** Seeds × days of the method (of the first one in a difference). */
  readonly n: number;
}

export interface SeedDayOptions {
  readonly random: Generator;
  /** Bootstrap samples; default 4000. */
  readonly samples?: number;
  /** Days a block; default 5, a trading week. */
  readonly blockLength?: number;
  /** Coverage of the percentile interval; default 0.95. */
  readonly level?: number;
}

/**
 * Mean of a method, or of method − other, with its percentile interval.
 *
 * With few seeds the spread over seeds is known badly: three seeds show that a result repeats, they do not measure how often.
 *
 * @param other method whose mean is taken off, on the same days; its seeds are drawn independently
 * @throws StrataError when rows are missing or of unequal length
 */
export function seedDayMean(method: SeedDays, options: SeedDayOptions, other?: SeedDays): SeedDayEstimate {
  const { random, samples = 4000, blockLength = 5, level = 0.95 } = options;
  const days = method[0]?.length ?? 0;
  const rows = other ? [...method, ...other] : method;
  if (days === 0 || other?.length === 0 || rows.some((row) => row.length !== days))
    throw new StrataError(
      `A mean over seeds and days needs rows of equal length, got lengths ${rows.map((r) => r.length).join(', ') || 'of no rows'}.`,
    );

  const seedMean = (of: SeedDays, seed: (n: number) => number, at: Int32Array): number => {
    let sum = 0;
    for (let s = 0; s < of.length; s++) {
      const row = of[seed(s)] as ArrayLike<number>;
      for (let k = 0; k < days; k++) sum += row[at[k] as number] as number;
    }
    return sum / (of.length * days);
  };
  const difference = (seedOf: (rows: SeedDays) => (n: number) => number, at: Int32Array): number =>
    seedMean(method, seedOf(method), at) - (other ? seedMean(other, seedOf(other), at) : 0);

  const value = difference(
    () => (n) => n,
    Int32Array.from({ length: days }, (_, d) => d),
  );
  const drawn = (of: SeedDays) => (): number => (of.length === 1 ? 0 : random.integer(of.length));
  const { low, high } = bootstrap(days, (at) => difference(drawn, at), {
    random,
    kind: 'circular',
    blockLength: Math.min(blockLength, days),
    samples,
    coverage: level,
  });
  return { value, low, high, n: method.length * days };
}
