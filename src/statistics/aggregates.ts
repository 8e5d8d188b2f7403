/** Aggregates over seeds and tasks that one lucky run does not decide (Agarwal et al. 2021, Deep RL at the edge of the statistical precipice). */
import { StrataError } from '../core/index.js';

/**
 * Mean of the middle half: the lowest and the highest quarter are left out, a run that straddles a border counts in part, so that it is
 * a continuous function of the values for every n (the package rliable leaves out whole runs, ⌊n/4⌋ at each end).
 */
export function interquartileMean(values: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) throw new StrataError('an interquartile mean needs values; received none');
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const inside = Math.min(i + 1, 0.75 * n) - Math.max(i, 0.25 * n);
    if (inside > 0) sum += inside * (sorted[i] as number);
  }
  return sum / (n / 2);
}

/** Probability that a run of `a` is above a run of `b`, ties counted half: the Mann-Whitney statistic over all pairs. */
export function probabilityOfImprovement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length === 0 || b.length === 0)
    throw new StrataError(
      `a probability of improvement needs runs on both sides; received ${a.length} and ${b.length}`,
    );
  let wins = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) {
      const [x, y] = [a[i] as number, b[j] as number];
      wins += x > y ? 1 : x === y ? 0.5 : 0;
    }
  return wins / (a.length * b.length);
}
