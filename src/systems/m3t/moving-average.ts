/** Averages of past profiles: the baseline MA of the Macro Trader and our own long mean (docs/papers/m3t.md, Macro Trader). */
import { StrataError } from '../../core/index.js';

/**
 * û_{d,i} = (1/N) Σ_k u_{d−k,i}: each tranche's mean share over the days of the history.
 *
 * @param history  realised shares of the N days before the day, row-major [days × tranches], oldest first
 * @param tranches tranches a day
 * @returns estimated share of each tranche [tranches]
 */
export function movingAverageProfile(history: ArrayLike<number>, tranches: number): Float64Array {
  const days = daysOf(history, tranches);
  const estimate = new Float64Array(tranches);
  for (let d = 0; d < days; d++)
    for (let i = 0; i < tranches; i++) estimate[i] = (estimate[i] as number) + (history[d * tranches + i] as number);
  return estimate.map((sum) => sum / days);
}

/**
 * Mean share of each tranche over all days up to each day: our own reference outside the paper, a moving average with unlimited memory.
 *
 * @param shares   realised shares, row-major [days × tranches], oldest first
 * @param tranches tranches a day
 * @returns estimates, row-major [days × tranches]; row d uses the days before d only, row 0 is all NaN
 */
export function longMeanProfiles(shares: ArrayLike<number>, tranches: number): Float64Array {
  const days = daysOf(shares, tranches);
  const estimates = new Float64Array(days * tranches);
  const sums = new Float64Array(tranches);
  for (let d = 0; d < days; d++)
    for (let i = 0; i < tranches; i++) {
      estimates[d * tranches + i] = (sums[i] as number) / d;
      sums[i] = (sums[i] as number) + (shares[d * tranches + i] as number);
    }
  return estimates;
}

function daysOf(history: ArrayLike<number>, tranches: number): number {
  const days = history.length / tranches;
  if (!Number.isInteger(days) || days < 1)
    throw new StrataError(
      `A profile history of ${history.length} values is no whole number of days of ${tranches} tranches: pass whole days, oldest first.`,
    );
  return days;
}
