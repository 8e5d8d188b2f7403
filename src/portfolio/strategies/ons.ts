/** Online Newton step (Agarwal, Hazan, Kale and Schapire, ICML 2006). */
import { simplexQp } from '../solvers/simplex-qp.js';
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';

export interface OnsOptions {
  /** Share mixed with the uniform portfolio, η. */
  readonly eta?: number;
  /** β of the paper, > 0. */
  readonly beta?: number;
  /** Scale of the Newton step, δ. */
  readonly delta?: number;
}

/**
 * A = I + Σ ∇∇ᵀ, b = (1 + 1/β) Σ ∇ with ∇ = x / (w · x); the point δ A⁻¹ b is projected on the simplex in the norm of A, exactly, then
 * mixed with the uniform portfolio. O(n²) a day and a Cholesky factor of the assets held; O(n²) memory.
 */
export function onlineNewtonStep(options: OnsOptions = {}): Strategy {
  const { eta = 0, beta = 1, delta = 1 / 8 } = options;
  return defineStrategy({
    id: 'ons',
    name: `ONS (η ${eta}, β ${beta}, δ ${delta})`,
    complexity: 'O(n² + held³)',
    window: 1,
    remembers: true,
    step: (n) => {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) a[i * n + i] = 1;
      const sum = new Float64Array(n);
      const target = new Float64Array(n);
      const gradient = new Float64Array(n);
      const point = new Float64Array(n).fill(1 / n);
      const project = simplexQp(n);
      return (w, h) => {
        const row = rowOf(h);
        let growth = 0;
        for (let i = 0; i < n; i++) growth += (w[i] as number) * (h.relatives[row + i] as number);
        for (let i = 0; i < n; i++) gradient[i] = (h.relatives[row + i] as number) / growth;
        for (let i = 0; i < n; i++) {
          const g = gradient[i] as number;
          sum[i] = (sum[i] as number) + g;
          target[i] = delta * (1 + 1 / beta) * (sum[i] as number);
          const at = i * n;
          for (let j = 0; j < n; j++) a[at + j] = (a[at + j] as number) + g * (gradient[j] as number);
        }
        // The nearest point to δ A⁻¹ b in the norm of A is the minimum of ½ wᵀA w − δ bᵀw: no inverse is needed.
        project(a, target, point);
        let total = 0;
        for (let i = 0; i < n; i++) {
          w[i] = (1 - eta) * (point[i] as number) + eta / n;
          total += w[i] as number;
        }
        for (let i = 0; i < n; i++) w[i] = (w[i] as number) / total;
      };
    },
  });
}
