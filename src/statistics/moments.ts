/** Moments, order statistics and autocovariances of a series. */
import { StrataError } from '../core/index.js';

/** Arithmetic mean; NaN for an empty series. */
export function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] as number;
  return sum / x.length;
}

/** Variance with divisor n - `ddof` (default 1); NaN where that is not positive. */
export function variance(x: ArrayLike<number>, ddof = 1): number {
  const m = mean(x);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - m) ** 2;
  return x.length > ddof ? sum / (x.length - ddof) : Number.NaN;
}

/** Standard deviation with divisor n - `ddof` (default 1). */
export function deviation(x: ArrayLike<number>, ddof = 1): number {
  return Math.sqrt(variance(x, ddof));
}

/** Standardised moment of the given order with divisor n throughout: 3 is the skewness, 4 the kurtosis (3 for the normal distribution). */
export function standardisedMoment(x: ArrayLike<number>, order: number): number {
  const m = mean(x);
  const scale = deviation(x, 0);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (((x[i] as number) - m) / scale) ** order;
  return sum / x.length;
}

/**
 * Quantile with linear interpolation (type 7 of Hyndman and Fan, the default of NumPy and R).
 * @param p in [0, 1]
 * @throws StrataError for an empty series or p outside [0, 1]
 */
export function quantile(x: ArrayLike<number>, p: number): number {
  if (x.length === 0 || !(p >= 0 && p <= 1))
    throw new StrataError(`quantile needs values and p in [0, 1]; received ${x.length} values, p = ${p}`);
  return sortedQuantile(Float64Array.from(x).sort(), p);
}

/** As {@link quantile}, for values already in ascending order. */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] as number;
  return a + (at - low) * ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - a);
}

/** Autocovariance at a lag, divisor n. */
export function autocovariance(x: ArrayLike<number>, lag: number): number {
  const m = mean(x);
  let sum = 0;
  for (let i = lag; i < x.length; i++) sum += ((x[i] as number) - m) * ((x[i - lag] as number) - m);
  return sum / x.length;
}

/** Autocorrelation at a lag; NaN for a constant series. */
export function autocorrelation(x: ArrayLike<number>, lag: number): number {
  return autocovariance(x, lag) / autocovariance(x, 0);
}

/** Pearson correlation of two series of equal length; NaN where one is constant. @throws StrataError for unequal lengths */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length)
    throw new StrataError(`a correlation needs series of equal length; received ${x.length} and ${y.length}`);
  const [mx, my] = [mean(x), mean(y)];
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const a = (x[i] as number) - mx;
    const b = (y[i] as number) - my;
    xy += a * b;
    xx += a * a;
    yy += b * b;
  }
  return xy / Math.sqrt(xx * yy);
}
