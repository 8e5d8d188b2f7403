/** Covariance matrices of daily returns: of the sample, and shrunk towards a multiple of the identity (Ledoit and Wolf, J. Multivariate Analysis 88, 2004). */
import { StrataError } from '../../core/index.js';

/** How a covariance is estimated. */
export type CovarianceKind = 'sample' | 'ledoit-wolf';

/** Means and covariances of so many assets, written anew by each estimate. */
export interface Moments {
  /** Mean daily returns [assets]. */
  readonly mean: Float64Array;
  /** Row-major [assets × assets]; divisor: days, as in scikit-learn. */
  readonly covariance: Float64Array;
  /** Share of the identity's multiple in the covariance, 0 for the sample's. */
  shrinkage: number;
}

/**
 * An estimator with its own memory. O(assets² · days) an estimate.
 * @returns a function of relatives (row-major, days from row offset `first` on) that gives the moments of relative − 1
 */
export function momentsOf(
  assets: number,
  kind: CovarianceKind,
): (relatives: Float64Array, first: number, days: number) => Moments {
  const n = assets;
  const moments: Moments = { mean: new Float64Array(n), covariance: new Float64Array(n * n), shrinkage: 0 };
  const { mean, covariance } = moments;
  const centred = new Float64Array(n);
  return (x, first, days) => {
    if (!(days >= 2)) throw new StrataError(`a covariance needs two days of returns, received ${days}`);
    mean.fill(0);
    covariance.fill(0);
    for (let t = 0, row = first; t < days; t++, row += n)
      for (let i = 0; i < n; i++) mean[i] = (mean[i] as number) + ((x[row + i] as number) - 1) / days;
    // Σ over days of the squared length of the day's vector, squared: what the error of the sample's covariance is estimated from.
    let fourth = 0;
    for (let t = 0, row = first; t < days; t++, row += n) {
      let length = 0;
      for (let i = 0; i < n; i++) {
        const c = (x[row + i] as number) - 1 - (mean[i] as number);
        centred[i] = c;
        length += c * c;
        for (let j = 0; j <= i; j++)
          covariance[i * n + j] = (covariance[i * n + j] as number) + c * (centred[j] as number);
      }
      fourth += length * length;
    }
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        covariance[i * n + j] = (covariance[i * n + j] as number) / days;
        covariance[j * n + i] = covariance[i * n + j] as number;
      }
    moments.shrinkage = kind === 'ledoit-wolf' ? shrink(covariance, n, fourth, days) : 0;
    return moments;
  };
}

/** Σ ← (1 − s) Σ + s m I, m the mean variance and s the share that minimises the expected squared error; returns s. */
function shrink(covariance: Float64Array, n: number, fourth: number, days: number): number {
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) trace += covariance[i * n + i] as number;
  for (const c of covariance) squares += c * c;
  const target = trace / n;
  const distance = (squares - n * target * target) / n;
  const error = Math.min((fourth / days - squares) / (n * days), distance);
  const share = error > 0 && distance > 0 ? error / distance : 0;
  for (let k = 0; k < covariance.length; k++) covariance[k] = (1 - share) * (covariance[k] as number);
  for (let i = 0; i < n; i++) covariance[i * n + i] = (covariance[i * n + i] as number) + share * target;
  return share;
}
