/** The step that mean-reversion rules share: as little change of weights as makes the predicted return reach a threshold. */
import { projectToSimplex } from '../solvers/simplex-projection.js';

/** What the passive-aggressive step needs to know about a vector: its mean and its squared distance from equal values. */
export interface Spread {
  mean: number;
  /** Σ (x_i − mean)², 0 where all are equal up to rounding. */
  squares: number;
}

/** Mean and spread of n values from `offset` on, written into `out`. */
export function spreadOf(x: Float64Array, offset: number, n: number, out: Spread): void {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[offset + i] as number;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const d = (x[offset + i] as number) - mean;
    squares += d * d;
  }
  // The mean of equal values can be off by rounding, which a division by the spread would blow up.
  const rounding = 4 * Number.EPSILON * mean;
  out.mean = mean;
  out.squares = squares <= n * rounding * rounding ? 0 : squares;
}

/** w ← projection of w + step × (x − mean), for n values of x from `offset` on. */
export function moveAlong(w: Float64Array, x: Float64Array, offset: number, mean: number, step: number): void {
  for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) + step * ((x[offset + i] as number) - mean);
  projectToSimplex(w);
}
