/**
 * Convex quadratic programs on the probability simplex, min ½ wᵀA w − bᵀw with w ≥ 0, Σ w = 1, by a primal active-set method
 * (Nocedal and Wright, Numerical Optimization, 16.5). Exact up to rounding and warm-started: the weights given are where it begins.
 */
import { StrataError } from '../../core/index.js';
import { factor, solveFactored } from './cholesky.js';

/** Solves in place; returns the largest violation of the optimality conditions, relative to the size of the gradient. */
export type SimplexQp = (a: Float64Array, b: Float64Array, w: Float64Array) => number;

/**
 * A solver with its own memory for n variables.
 *
 * @returns a function of A (row-major [n × n], symmetric positive definite), b and feasible start weights, which become the solution
 */
export function simplexQp(n: number): SimplexQp {
  const free = new Int32Array(n);
  const isFree = new Uint8Array(n);
  const matrix = new Float64Array(n * n);
  const u = new Float64Array(n);
  const v = new Float64Array(n);
  const gradient = new Float64Array(n);

  /** Solution of the equality-constrained problem on the free set, in `u`; the multiplier of Σ w = 1. */
  const solveFree = (a: Float64Array, b: Float64Array, k: number): number => {
    // Directions without curvature (equal assets) get a little, so that the set always has one solution.
    for (let ridge = 0; ; ridge = ridge === 0 ? 1e-13 : ridge * 100) {
      for (let i = 0; i < k; i++) {
        const row = (free[i] as number) * n;
        for (let j = 0; j <= i; j++) matrix[i * n + j] = a[row + (free[j] as number)] as number;
        matrix[i * n + i] = (matrix[i * n + i] as number) * (1 + ridge) + ridge * 1e-300;
        u[i] = b[free[i] as number] as number;
        v[i] = 1;
      }
      if (factor(matrix, k, n, 1e-15)) break;
      if (ridge > 1)
        throw new StrataError('a quadratic program needs a positive semidefinite matrix of finite numbers');
    }
    solveFactored(matrix, k, n, u);
    solveFactored(matrix, k, n, v);
    let sumU = 0;
    let sumV = 0;
    for (let i = 0; i < k; i++) {
      sumU += u[i] as number;
      sumV += v[i] as number;
    }
    const multiplier = (sumU - 1) / sumV;
    for (let i = 0; i < k; i++) u[i] = (u[i] as number) - multiplier * (v[i] as number);
    return multiplier;
  };

  return (a, b, w) => {
    isFree.fill(0);
    for (let i = 0; i < n; i++) if ((w[i] as number) > 0) isFree[i] = 1;
    for (let round = 0; round < 50 * n + 50; round++) {
      let k = 0;
      for (let i = 0; i < n; i++) if (isFree[i]) free[k++] = i;
      const multiplier = solveFree(a, b, k);
      let step = 1;
      let blocking = -1;
      for (let i = 0; i < k; i++) {
        const here = w[free[i] as number] as number;
        const there = u[i] as number;
        if (there < 0 && here / (here - there) < step) {
          step = here / (here - there);
          blocking = i;
        }
      }
      for (let i = 0; i < k; i++) {
        const at = free[i] as number;
        w[at] = (w[at] as number) + step * ((u[i] as number) - (w[at] as number));
      }
      if (blocking >= 0) {
        const at = free[blocking] as number;
        w[at] = 0;
        isFree[at] = 0;
        continue;
      }
      // Conditions outside the free set: the gradient must not fall when weight moves there.
      let size = Math.abs(multiplier);
      for (let i = 0; i < n; i++) {
        const row = i * n;
        let sum = 0;
        for (let j = 0; j < k; j++) sum += (a[row + (free[j] as number)] as number) * (w[free[j] as number] as number);
        gradient[i] = sum - (b[i] as number) + multiplier;
        size = Math.max(size, Math.abs(b[i] as number), Math.abs(sum));
      }
      let worst = 0;
      let entering = -1;
      for (let i = 0; i < n; i++) {
        if (!isFree[i] && (gradient[i] as number) < worst) {
          worst = gradient[i] as number;
          entering = i;
        }
      }
      if (-worst <= 1e-13 * size) return size > 0 ? -worst / size : 0;
      isFree[entering] = 1;
    }
    throw new StrataError(`a quadratic program of ${n} weights did not end; its matrix is not positive definite`);
  };
}
