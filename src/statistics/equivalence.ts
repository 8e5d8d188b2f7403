/** Tests that speak for sameness and sizes that can be seen: two one-sided tests (Schuirmann 1987), the minimum detectable effect. */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { StrataError } from '../core/index.js';

/** A mean with its standard error, e.g. of a bootstrap. */
export interface MeanError {
  readonly value: number;
  readonly standardError: number;
  /** Independent periods; the tests use n − 1 degrees of freedom. */
  readonly n: number;
}

/** Outcome of the two one-sided tests. */
export interface Equivalence {
  /** The larger of both p-values: below α, the mean lies within ± margin around the target, at level α. */
  readonly pValue: number;
  readonly equivalent: boolean;
}

/**
 * Whether a mean is the same as a target but for ± margin. That a difference is not significant says nothing of the kind: this asks
 * for evidence that it is small.
 * @param margin largest difference that does not matter, in the unit of the mean, > 0
 * @throws StrataError for a margin or standard error that is not positive, or n < 2
 */
export function equivalence(
  estimate: MeanError,
  margin: number,
  options: { readonly target?: number; readonly alpha?: number } = {},
): Equivalence {
  const { target = 0, alpha = 0.05 } = options;
  const { value, standardError, n } = estimate;
  if (!(margin > 0 && standardError > 0 && n >= 2))
    throw new StrataError(
      `an equivalence test needs a margin, a standard error and two periods; received ${margin}, ${standardError}, ${n}`,
    );
  const above = (value - target + margin) / standardError;
  const below = (value - target - margin) / standardError;
  const pValue = Math.max(tCdf(-above, n - 1), tCdf(below, n - 1));
  return { pValue, equivalent: pValue < alpha };
}

/**
 * Smallest true difference that a two-sided test at level α finds with the given power: (z(1 − α/2) + z(power)) × standard error.
 *
 * State it before looking: a comparison that could not have seen the claimed effect decides nothing when it sees none.
 * @param standardError of the mean difference over the planned days and seeds
 */
export function detectableEffect(
  standardError: number,
  options: { readonly alpha?: number; readonly power?: number } = {},
): number {
  const { alpha = 0.05, power = 0.8 } = options;
  if (!(standardError >= 0 && alpha > 0 && alpha < 1 && power > 0 && power < 1))
    throw new StrataError(
      `a detectable effect needs a standard error, and α and power between 0 and 1; received ${standardError}, ${alpha}, ${power}`,
    );
  return (normalQuantile(1 - alpha / 2, 0, 1) + normalQuantile(power, 0, 1)) * standardError;
}
