/** The long-only portfolio of least variance, and the one of best mean for its variance (Markowitz, J. Finance 7, 1952). */
import { factor, solveFactored } from '../solvers/cholesky.js';
import { simplexQp } from '../solvers/simplex-qp.js';
import type { Strategy } from '../strategy.js';
import { defineFitted, type Fit, type FitOptions } from './fitted.js';
import { toSumOne } from './holding.js';

/** min wᵀΣw on the simplex, exactly. O(n² · window + n³) at an estimate. */
export function minimumVariance(options: FitOptions = {}): Strategy {
  return defineFitted(
    { id: 'min-variance', title: 'minimum variance', complexity: 'n³', fitter: leastVariance },
    options,
  );
}

/** The fit of `minimumVariance`. */
export function leastVariance(n: number): Fit {
  const solve = simplexQp(n);
  const none = new Float64Array(n);
  return ({ covariance }, _days, w) => {
    w.fill(1 / n);
    solve(covariance, none, w);
    toSumOne(w);
  };
}

export interface MeanVarianceOptions extends FitOptions {
  /** γ in max μᵀw − γ/2 wᵀΣw, > 0; 1 is close to log utility. Default 5. */
  readonly riskAversion?: number;
  /** Means as they are, or shrunk towards that of the minimum-variance portfolio (Jorion, JFQA 21, 1986). Default `bayes-stein`. */
  readonly means?: 'sample' | 'bayes-stein';
}

/** max μᵀw − γ/2 wᵀΣw on the simplex, exactly, from shrunk moments. O(n² · window + n³) at an estimate. */
export function meanVariance(options: MeanVarianceOptions = {}): Strategy {
  const { riskAversion = 5, means = 'bayes-stein' } = options;
  const fitter = (n: number): Fit => bestMean(n, riskAversion, means);
  return defineFitted(
    { id: 'mean-variance', title: `mean-variance, γ ${riskAversion}, ${means} means`, complexity: 'n³', fitter },
    options,
  );
}

/** The fit of `meanVariance`. */
export function bestMean(n: number, riskAversion: number, means: 'sample' | 'bayes-stein'): Fit {
  const solve = simplexQp(n);
  const scaled = new Float64Array(n * n);
  const expected = new Float64Array(n);
  return ({ mean, covariance }, days, w) => {
    expected.set(mean);
    if (means === 'bayes-stein') shrinkMeans(expected, covariance, n, days, scaled);
    for (let k = 0; k < scaled.length; k++) scaled[k] = riskAversion * (covariance[k] as number);
    w.fill(1 / n);
    solve(scaled, expected, w);
    toSumOne(w);
  };
}

/**
 * μ ← (1 − φ) μ + φ m, m the mean of the (long-short) minimum-variance portfolio, φ = (n + 2) / (n + 2 + days · (μ − m)ᵀ Σ⁻¹ (μ − m)).
 * @param scratch [n × n], overwritten
 */
function shrinkMeans(
  mean: Float64Array,
  covariance: Float64Array,
  n: number,
  days: number,
  scratch: Float64Array,
): void {
  scratch.set(covariance);
  // Without a positive definite covariance there is nothing to weigh the differences with.
  if (!factor(scratch, n, n, 1e-13)) return;
  const ones = new Float64Array(n).fill(1);
  solveFactored(scratch, n, n, ones);
  let common = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    common += (ones[i] as number) * (mean[i] as number);
    sum += ones[i] as number;
  }
  common /= sum;
  const apart = mean.map((m) => m - common);
  const weighed = apart.slice();
  solveFactored(scratch, n, n, weighed);
  let distance = 0;
  for (let i = 0; i < n; i++) distance += (apart[i] as number) * (weighed[i] as number);
  const share = (n + 2) / (n + 2 + days * distance);
  for (let i = 0; i < n; i++) mean[i] = (1 - share) * (mean[i] as number) + share * common;
}
