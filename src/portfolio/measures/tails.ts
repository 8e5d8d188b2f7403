/** The ends of the distribution of daily returns. A day without a value is left out. */
import { StrataError } from '../../core/index.js';
import { present, sortedAt } from './series.js';

/**
 * Value at risk: the return that is undercut on a share `cutoff` of the days, by history with linear interpolation. A loss is negative, as
 * in empyrical.
 * @param cutoff in (0, 1), default 0.05
 */
export function valueAtRisk(returns: ArrayLike<number>, cutoff = 0.05): number {
  return sortedAt(ascending(returns, cutoff), cutoff);
}

/**
 * Conditional value at risk: mean of the worst ⌊cutoff (n − 1)⌋ + 1 returns (empyrical's count).
 * @param cutoff in (0, 1), default 0.05
 */
export function conditionalValueAtRisk(returns: ArrayLike<number>, cutoff = 0.05): number {
  const sorted = ascending(returns, cutoff);
  const count = Math.floor(cutoff * (sorted.length - 1)) + 1;
  return sorted.subarray(0, count).reduce((a, b) => a + b, 0) / count;
}

/** Size of the 95th percentile over that of the 5th: above 1 the good days are the larger ones. */
export function tailRatio(returns: ArrayLike<number>): number {
  const sorted = ascending(returns, 0.05);
  return Math.abs(sortedAt(sorted, 0.95)) / Math.abs(sortedAt(sorted, 0.05));
}

function ascending(returns: ArrayLike<number>, cutoff: number): Float64Array {
  const sorted = Float64Array.from(present(returns)).sort();
  if (!(sorted.length > 0 && cutoff > 0 && cutoff < 1))
    throw new StrataError(
      `a tail needs returns and a share of days in (0, 1); received ${sorted.length} returns and ${cutoff}`,
    );
  return sorted;
}
