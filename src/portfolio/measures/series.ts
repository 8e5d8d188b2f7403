/** Moments of return series in which a day without a value is NaN. */

/** The values that are there; the series itself where none is missing. */
export function present(x: ArrayLike<number>): ArrayLike<number> {
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) return Array.from(x).filter((v) => !Number.isNaN(v));
  return x;
}

/** Arithmetic mean; NaN for none. */
export function average(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  return sum / x.length;
}

/** Standard deviation: divisor n − 1 (`sample`) or n (`population`). NaN where there are too few values. */
export function spread(x: ArrayLike<number>, divisor: 'sample' | 'population' = 'sample'): number {
  const m = average(x);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - m) ** 2;
  return Math.sqrt(sum / (x.length - (divisor === 'sample' ? 1 : 0)));
}

/** Quantile of ascending values with linear interpolation (type 7 of Hyndman and Fan, the default of NumPy and R). */
export function sortedAt(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] as number;
  return a + (at - low) * ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - a);
}

/** Differences x − y of the days on which both have a value; y may be one number for all days. */
export function excess(x: ArrayLike<number>, y: number | ArrayLike<number>): Float64Array {
  const difference = Float64Array.from(x, (v, i) => v - (typeof y === 'number' ? y : (y[i] as number)));
  return Float64Array.from(present(difference));
}
