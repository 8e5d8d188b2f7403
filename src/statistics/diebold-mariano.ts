/**
 * Test of equal forecast accuracy of Diebold and Mariano (1995), with the small-sample correction of Harvey, Leybourne and Newbold (1997).
 */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { StrataError } from '../core/index.js';
import { autocovariance, mean } from './moments.js';

/** How the test is made. */
export interface DieboldMarianoOptions {
  /** Steps ahead of the forecast, ≥ 1; autocovariances of the loss differences up to lag h - 1 enter the variance. */
  readonly horizon: number;
  /** `harvey` scales the statistic and uses Student's t with n - 1 degrees of freedom. */
  readonly correction: 'harvey' | 'none';
}

/** Outcome of the test. */
export interface DieboldMariano {
  /** Negative where the first forecast has the smaller loss. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Mean of loss a - loss b. */
  readonly meanDifference: number;
  readonly n: number;
}

/**
 * @param lossA losses of the first forecast, one a period, e.g. squared errors
 * @param lossB losses of the second forecast on the same periods
 * @throws StrataError for series of different length, fewer than horizon + 2 periods, or a variance that is not positive
 */
export function dieboldMariano(
  lossA: ArrayLike<number>,
  lossB: ArrayLike<number>,
  options: DieboldMarianoOptions,
): DieboldMariano {
  const n = lossA.length;
  const h = options.horizon;
  if (n !== lossB.length)
    throw new StrataError(`losses must be of the same periods; received ${n} and ${lossB.length}`);
  if (!Number.isInteger(h) || h < 1 || n < h + 2)
    throw new StrataError(`horizon ${h} needs at least ${h + 2} periods; received ${n}`);
  const difference = Float64Array.from({ length: n }, (_, i) => (lossA[i] as number) - (lossB[i] as number));
  let spread = autocovariance(difference, 0);
  for (let k = 1; k < h; k++) spread += 2 * autocovariance(difference, k);
  if (!(spread > 0)) {
    throw new StrataError(
      `the variance of the loss differences is ${spread}; a smaller horizon or more periods are needed`,
    );
  }
  const meanDifference = mean(difference);
  const plain = meanDifference / Math.sqrt(spread / n);
  const statistic =
    options.correction === 'harvey' ? plain * Math.sqrt((n + 1 - 2 * h + (h * (h - 1)) / n) / n) : plain;
  const degrees = options.correction === 'harvey' ? n - 1 : Number.POSITIVE_INFINITY;
  return { statistic, pValue: 2 * tail(Math.abs(statistic), degrees), meanDifference, n };
}

/** Upper tail of Student's t; the normal distribution where there are infinitely many degrees of freedom. */
function tail(x: number, degrees: number): number {
  return tCdf(-x, Number.isFinite(degrees) ? degrees : 1e12);
}
