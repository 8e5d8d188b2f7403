/**
 * Test of equal forecast accuracy of Diebold and Mariano (1995), with the small-sample correction of Harvey, Leybourne and Newbold (1997).
 */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { StrataError } from '../core/index.js';
import { autocovariance, mean } from './moments.js';

/** How the test is made. */
export interface DieboldMarianoOptions {
  /** Steps ahead of the forecast, h ≥ 1: autocovariances of the loss differences up to lag h − 1 enter the variance. */
  readonly horizon: number;
  /** `harvey` scales the statistic for small samples. */
  readonly correction: 'harvey' | 'none';
  /**
   * Weight of the autocovariance at lag k: 1 (`rectangular`, the default, as in the paper), or 1 − k/h (`bartlett`), whose variance
   * is never negative.
   */
  readonly weights?: 'rectangular' | 'bartlett';
}

/** Outcome of the test. */
export interface DieboldMariano {
  /** Negative where the first forecast has the smaller loss. */
  readonly statistic: number;
  /** Two-sided, from Student's t with n − 1 degrees of freedom; the normal limit of 1995 gives slightly smaller ones. */
  readonly pValue: number;
  /** Mean of loss a − loss b. */
  readonly meanDifference: number;
  readonly n: number;
}

/**
 * Losses |actual − forecast|^power, one a period.
 * @param power 2 for squared errors (default), 1 for absolute errors
 * @throws StrataError for series of different length
 */
export function forecastLosses(actual: ArrayLike<number>, forecast: ArrayLike<number>, power = 2): Float64Array {
  if (actual.length !== forecast.length) throw differentPeriods('a forecast', actual.length, forecast.length);
  return Float64Array.from(
    { length: actual.length },
    (_, i) => Math.abs((actual[i] as number) - (forecast[i] as number)) ** power,
  );
}

/**
 * @param lossA losses of the first forecast, one a period, e.g. squared errors
 * @param lossB losses of the second forecast on the same periods
 * @throws StrataError for series of different length, fewer than horizon + 2 periods, losses that are not finite, or a variance
 *   that is not positive
 */
export function dieboldMariano(
  lossA: ArrayLike<number>,
  lossB: ArrayLike<number>,
  options: DieboldMarianoOptions,
): DieboldMariano {
  const n = lossA.length;
  const { horizon: h, correction, weights = 'rectangular' } = options;
  if (n !== lossB.length) throw differentPeriods('losses', n, lossB.length);
  if (!Number.isInteger(h) || h < 1 || n < h + 2)
    throw new StrataError(
      `a Diebold-Mariano test needs a whole horizon h ≥ 1 and h + 2 periods; received horizon ${h} and ${n} periods`,
    );
  const difference = Float64Array.from({ length: n }, (_, i) => (lossA[i] as number) - (lossB[i] as number));
  const gap = difference.findIndex((d) => !Number.isFinite(d));
  if (gap >= 0)
    throw new StrataError(
      `losses must be finite; received ${lossA[gap]} and ${lossB[gap]} in period ${gap}: leave such periods out of both`,
    );
  const meanDifference = mean(difference);
  let spread = autocovariance(difference, 0);
  for (let k = 1; k < h; k++) spread += 2 * (weights === 'bartlett' ? 1 - k / h : 1) * autocovariance(difference, k);
  // Equal differences leave rounding errors, not zero.
  if (!(spread > 1e-24 * meanDifference ** 2))
    throw new StrataError(
      `the variance of the loss differences is ${spread}, which is not positive: the forecasts are the same or differ by a constant, or (h > 1) take weights 'bartlett'`,
    );
  const scale = correction === 'harvey' ? Math.sqrt((n + 1 - 2 * h + (h * (h - 1)) / n) / n) : 1;
  const statistic = (scale * meanDifference) / Math.sqrt(spread / n);
  return { statistic, pValue: 2 * tCdf(-Math.abs(statistic), n - 1), meanDifference, n };
}

function differentPeriods(what: string, a: number, b: number): StrataError {
  return new StrataError(`${what} must be of the same periods; received ${a} and ${b}`);
}
