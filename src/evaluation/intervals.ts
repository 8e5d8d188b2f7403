/**
 * Interval of a mean over seeds and days, and of the difference of two such means, by a crossed bootstrap: whole seeds are drawn one by
 * one and days in circular blocks, the same days for both sides of a difference.
 */
import { type Generator, StrataError } from '../core/index.js';
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

  const mean = (of: SeedDays, pick: (n: number) => number, picked: ArrayLike<number>): number => {
    let sum = 0;
    for (let s = 0; s < of.length; s++) {
      const row = of[pick(s)] as ArrayLike<number>;
      for (let k = 0; k < days; k++) sum += row[picked[k] as number] as number;
    }
    return sum / (of.length * days);
  };
  const all = Int32Array.from({ length: days }, (_, d) => d);
  const same = (n: number): number => n;
  const value = mean(method, same, all) - (other ? mean(other, same, all) : 0);

  const drawn = new Float64Array(samples);
  const picked = new Int32Array(days);
  const anySeed = (of: SeedDays) => (): number => (of.length === 1 ? 0 : random.integer(of.length));
  for (let b = 0; b < samples; b++) {
    for (let k = 0; k < days; k++) {
      const start = k % blockLength === 0 ? random.integer(days) : (picked[k - 1] as number) + 1;
      picked[k] = start === days ? 0 : start;
    }
    drawn[b] = mean(method, anySeed(method), picked) - (other ? mean(other, anySeed(other), picked) : 0);
  }
  drawn.sort();
  const tail = (1 - level) / 2;
  return { value, low: quantileOf(drawn, tail), high: quantileOf(drawn, 1 - tail), n: method.length * days };
}

/** Quantile of sorted values by linear interpolation. */
function quantileOf(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const [a, b] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number];
  return a + (at - low) * (b - a);
}
