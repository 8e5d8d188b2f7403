/**
 * The portfolio of greatest mean log growth over given days, max Σ log(b · x_t) on the simplex (Cover, IEEE Trans. Information Theory 30,
 * 1984): Newton steps on the assets held, one asset entering or leaving at a time.
 *
 * A solution carries its certificate: at the optimum the mean over t of x_tj / (b · x_t) is 1 for every asset held and at most 1 for all
 * others, and the excess over 1 bounds what any other portfolio could gain a day.
 */
import { factor, solveFactored } from './cholesky.js';

/** A log-optimal portfolio. */
export interface LogOptimal {
  readonly weights: Float64Array;
  /** max over j of mean over t of x_tj / (b · x_t), minus 1. */
  readonly certificate: number;
  /** Newton steps taken. */
  readonly iterations: number;
}

/** A solver with its own memory. */
export interface LogOptimalSolver {
  /**
   * @param x         relatives, row-major
   * @param rows      offsets in `x` of the days that count
   * @param count     how many of `rows` count, ≥ 1
   * @param w         start weights, overwritten by the solution; where all are zero the best single asset is the start
   * @param tolerance size of the conditions' violation that ends the search
   * @returns largest violation of the optimality conditions, held assets included
   */
  solve(x: Float64Array, rows: Int32Array, count: number, w: Float64Array, tolerance: number): number;
  /** Newton steps of the last call. */
  readonly iterations: number;
}

/** The best constant weights over all days. @param x relatives > 0, row-major [days × assets] */
export function logOptimal(x: Float64Array, assets: number, tolerance = 1e-15): LogOptimal {
  const days = Math.floor(x.length / assets);
  const rows = Int32Array.from({ length: days }, (_, t) => t * assets);
  const weights = new Float64Array(assets);
  const solver = logOptimalSolver(assets);
  solver.solve(x, rows, days, weights, tolerance);
  return { weights, certificate: certificateOf(x, assets, weights), iterations: solver.iterations };
}

/** max over j of mean over t of x_tj / (b · x_t), minus 1: zero for the best constant weights, positive for all others. */
export function certificateOf(x: Float64Array, assets: number, weights: ArrayLike<number>): number {
  const days = Math.floor(x.length / assets);
  const means = new Float64Array(assets);
  for (let t = 0; t < days; t++) {
    let growth = 0;
    for (let i = 0; i < assets; i++) growth += (weights[i] as number) * (x[t * assets + i] as number);
    for (let i = 0; i < assets; i++) means[i] = (means[i] as number) + (x[t * assets + i] as number) / growth;
  }
  return means.reduce((most, m) => Math.max(most, m / days), 0) - 1;
}

/** A solver for so many assets. */
export function logOptimalSolver(assets: number): LogOptimalSolver {
  const n = assets;
  let growth = new Float64Array(256);
  let moved = new Float64Array(256);
  const gradient = new Float64Array(n);
  const free = new Int32Array(n);
  const isFree = new Uint8Array(n);
  const values = new Float64Array(n);
  const direction = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  let iterations = 0;

  const solve: LogOptimalSolver['solve'] = (x, rows, count, w, tolerance) => {
    iterations = 0;
    if (growth.length < count) {
      growth = new Float64Array(2 * count);
      moved = new Float64Array(2 * count);
    }
    if (!w.some((v) => v > 0)) w[bestSingle(x, rows, count, n)] = 1;
    for (let i = 0; i < n; i++) isFree[i] = (w[i] as number) > 0 ? 1 : 0;
    let best = Number.POSITIVE_INFINITY;
    let stalled = 0;
    for (let round = 0; round < 200 + 20 * n; round++) {
      let k = 0;
      for (let i = 0; i < n; i++) if (isFree[i]) free[k++] = i;
      for (let i = 0; i < k; i++) values[i] = w[free[i] as number] as number;
      combine(x, rows, count, free, k, values, growth);
      gradients(x, rows, count, growth, gradient);
      let worst = 0;
      let worstHeld = 0;
      let entering = -1;
      for (let i = 0; i < n; i++) {
        const excess = (gradient[i] as number) - 1;
        if (isFree[i]) worstHeld = Math.max(worstHeld, Math.abs(excess));
        else if (excess > worst) {
          worst = excess;
          entering = i;
        }
      }
      const violation = Math.max(worst, worstHeld);
      // Rounding ends the descent; a few rounds without progress are normal while assets enter and leave.
      stalled = violation < best ? 0 : stalled + 1;
      best = Math.min(best, violation);
      if (violation <= tolerance || (stalled > 3 && best < 1e-12) || stalled > 2 * n + 20) return violation;
      if (entering >= 0 && worst > worstHeld) {
        isFree[entering] = 1;
        values[k] = 0;
        free[k++] = entering;
      }
      iterations++;
      newtonDirection(x, rows, count, n, growth, free, k, gradient, hessian, direction);
      let step = 1;
      let blocking = -1;
      let slope = 0;
      for (let i = 0; i < k; i++) {
        const d = direction[i] as number;
        slope += d * (gradient[free[i] as number] as number);
        if (d < 0 && -(values[i] as number) / d < step) {
          step = -(values[i] as number) / d;
          blocking = i;
        }
      }
      combine(x, rows, count, free, k, direction, moved);
      const taken = ascend(growth, moved, count, step, slope);
      let sum = 0;
      for (let i = 0; i < k; i++) {
        values[i] =
          taken === step && i === blocking ? 0 : Math.max(0, (values[i] as number) + taken * (direction[i] as number));
        sum += values[i] as number;
      }
      for (let i = 0; i < k; i++) {
        const at = free[i] as number;
        w[at] = (values[i] as number) / sum;
        isFree[at] = (values[i] as number) > 0 ? 1 : 0;
      }
    }
    return best;
  };
  return {
    solve,
    get iterations() {
      return iterations;
    },
  };
}

/** Asset of greatest growth over the days. */
function bestSingle(x: Float64Array, rows: Int32Array, count: number, n: number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += Math.log(x[(rows[t] as number) + i] as number);
    if (sum > most) {
      most = sum;
      best = i;
    }
  }
  return best;
}

/** out_t = Σ over the free assets of value × relative. */
function combine(
  x: Float64Array,
  rows: Int32Array,
  count: number,
  free: Int32Array,
  k: number,
  values: Float64Array,
  out: Float64Array,
): void {
  for (let t = 0; t < count; t++) {
    const row = rows[t] as number;
    let sum = 0;
    for (let i = 0; i < k; i++) sum += (values[i] as number) * (x[row + (free[i] as number)] as number);
    out[t] = sum;
  }
}

/** Mean of x_tj / growth_t for each asset j. */
function gradients(x: Float64Array, rows: Int32Array, count: number, growth: Float64Array, out: Float64Array): void {
  const n = out.length;
  out.fill(0);
  for (let t = 0; t < count; t++) {
    const row = rows[t] as number;
    const scale = 1 / (growth[t] as number);
    for (let i = 0; i < n; i++) out[i] = (out[i] as number) + scale * (x[row + i] as number);
  }
  for (let i = 0; i < n; i++) out[i] = (out[i] as number) / count;
}

/** Newton's direction on the free assets with sum 0: H d = g − λ 1, H the mean of x xᵀ / growth². */
function newtonDirection(
  x: Float64Array,
  rows: Int32Array,
  count: number,
  n: number,
  growth: Float64Array,
  free: Int32Array,
  k: number,
  gradient: Float64Array,
  hessian: Float64Array,
  direction: Float64Array,
): void {
  const ones = new Float64Array(k).fill(1);
  // Without curvature (fewer days than assets held) a little is added, and the step runs to where an asset leaves.
  for (let ridge = 0; ridge < 1; ridge = ridge === 0 ? 1e-12 : ridge * 100) {
    for (let i = 0; i < k; i++) hessian.fill(0, i * n, i * n + i + 1);
    for (let t = 0; t < count; t++) {
      const row = rows[t] as number;
      const scale = 1 / ((growth[t] as number) * (growth[t] as number) * count);
      for (let i = 0; i < k; i++) {
        const scaled = scale * (x[row + (free[i] as number)] as number);
        const at = i * n;
        for (let j = 0; j <= i; j++)
          hessian[at + j] = (hessian[at + j] as number) + scaled * (x[row + (free[j] as number)] as number);
      }
    }
    for (let i = 0; i < k; i++) hessian[i * n + i] = (hessian[i * n + i] as number) * (1 + ridge);
    if (factor(hessian, k, n, 1e-14)) break;
  }
  for (let i = 0; i < k; i++) direction[i] = gradient[free[i] as number] as number;
  solveFactored(hessian, k, n, direction);
  solveFactored(hessian, k, n, ones);
  let sumD = 0;
  let sumOnes = 0;
  for (let i = 0; i < k; i++) {
    sumD += direction[i] as number;
    sumOnes += ones[i] as number;
  }
  for (let i = 0; i < k; i++) direction[i] = (direction[i] as number) - (sumD / sumOnes) * (ones[i] as number);
}

/** The largest of `most`, `most`/2, … that raises Σ log(growth + step × moved) enough (Armijo). */
function ascend(growth: Float64Array, moved: Float64Array, count: number, most: number, slope: number): number {
  // A small Newton decrement makes the full step safe, and differences of sums would be rounding.
  if (slope * count < 0.05) return most;
  for (let step = most, trial = 0; trial < 60; trial++, step /= 2) {
    let gain = 0;
    for (let t = 0; t < count; t++) gain += Math.log1p((step * (moved[t] as number)) / (growth[t] as number));
    if (gain >= 1e-4 * step * slope * count) return step;
  }
  return 0;
}
