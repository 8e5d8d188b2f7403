/** Automatic block length of Politis and White (2004) with the correction of Patton, Politis and White (2009). */
import { StrataError } from '../core/index.js';
import { autocovariance, mean, variance } from './moments.js';

/** Block lengths that minimise the mean squared error of the variance of the mean. */
export interface BlockLengths {
  /** Mean block length of the stationary bootstrap. */
  readonly stationary: number;
  /** Block length of the circular (and moving) block bootstrap. */
  readonly circular: number;
}

/**
 * The first lag from which on a run of autocorrelations is insignificant sets the bandwidth, as the packages arch (Python) and np (R)
 * read the paper.
 *
 * @param x series, at least 8 finite values
 * @returns lengths ≥ 1, at most min(3 √n, n / 3) rounded up; 1 for a constant series
 * @throws StrataError for fewer values, or some that are not finite
 */
export function optimalBlockLength(x: ArrayLike<number>): BlockLengths {
  const n = x.length;
  const size = variance(x, 0);
  if (n < 8 || !Number.isFinite(size))
    throw new StrataError(`a block length needs at least 8 finite values; received ${n} of variance ${size}`);
  if (size <= 1e-24 * mean(x) ** 2) return { stationary: 1, circular: 1 };
  const most = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const run = Math.max(5, Math.trunc(Math.log10(n)));
  const lags = Math.ceil(Math.sqrt(n)) + run;
  const bandwidth = Math.min(bandwidthOf(x, lags, run), lags);
  let sum = 0;
  let longRun = autocovariance(x, 0);
  for (let k = 1; k <= bandwidth; k++) {
    const weight = k / bandwidth <= 0.5 ? 1 : 2 * (1 - k / bandwidth);
    const covariance = autocovariance(x, k);
    sum += 2 * weight * k * covariance;
    longRun += 2 * weight * covariance;
  }
  const length = (d: number): number => Math.min(Math.max(((2 * sum ** 2) / d) ** (1 / 3) * n ** (1 / 3), 1), most);
  return { stationary: length(2 * longRun ** 2), circular: length((4 / 3) * longRun ** 2) };
}

/** Twice the first lag of `run` insignificant autocorrelations in a row; `lags` where there is none. */
function bandwidthOf(x: ArrayLike<number>, lags: number, run: number): number {
  const critical = 2 * Math.sqrt(Math.log10(x.length) / x.length);
  let inRow = 0;
  for (let lag = 1; lag < lags; lag++) {
    inRow = correlationAt(x, lag) < critical ? inRow + 1 : 0;
    if (inRow === run) return 2 * (lag - run + 1);
  }
  return lags;
}

/** Size of the autocorrelation, scaled by the sums of squares of the overlapping ends. */
function correlationAt(x: ArrayLike<number>, lag: number): number {
  const n = x.length;
  const m = mean(x);
  let cross = 0;
  let late = 0;
  let early = 0;
  for (let i = 0; i < n; i++) {
    const e = (x[i] as number) - m;
    if (i >= lag) cross += e * ((x[i - lag] as number) - m);
    if (i > lag) late += e * e;
    if (i < n - lag - 1) early += e * e;
  }
  return Math.abs(cross) / Math.sqrt(late * early);
}
