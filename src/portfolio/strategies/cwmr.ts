/** Confidence weighted mean reversion (Li, Hoi, Zhao and Gopalkrishnan, AISTATS 2011; ACM TKDD 7, 2013), with a diagonal covariance. */
import { projectToSimplex } from '../solvers/simplex-projection.js';
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';

/** `variance` and `deviation` are the two constraints of the paper, CWMR-Var and CWMR-Stdev. */
export type CwmrConstraint = 'variance' | 'deviation';

/**
 * Weights are the mean of a Gaussian belief over portfolios that moves just enough to expect, at confidence φ, a growth of at most ε on
 * the last relatives. O(n) a day and of memory.
 * @param phi     confidence φ ≥ 0 in deviations of the normal distribution, default 2
 * @param epsilon growth, default 0.5
 */
export function cwmr(constraint: CwmrConstraint, phi = 2, epsilon = 0.5): Strategy {
  const byVariance = constraint === 'variance';
  return defineStrategy({
    id: byVariance ? 'cwmr-var' : 'cwmr-stdev',
    name: `CWMR-${byVariance ? 'Var' : 'Stdev'} (φ ${phi}, ε ${epsilon})`,
    complexity: 'O(n)',
    window: 1,
    remembers: true,
    step: (n) => {
      const sigma = new Float64Array(n).fill(1 / (n * n));
      return (w, h) => {
        const x = h.relatives;
        const row = rowOf(h);
        let mean = 0;
        let variance = 0;
        let cross = 0;
        let trace = 0;
        for (let i = 0; i < n; i++) {
          const r = x[row + i] as number;
          const s = sigma[i] as number;
          mean += r * (w[i] as number);
          variance += r * r * s;
          cross += r * s;
          trace += s;
        }
        const average = cross / trace;
        const lambda = byVariance
          ? multiplier(
              2 * phi * variance * (variance - average * cross),
              2 * phi * (epsilon - mean) * variance + variance - average * cross,
              epsilon - mean - phi * variance,
            )
          : deviationMultiplier(mean, variance, variance - average * cross, phi, epsilon);
        for (let i = 0; i < n; i++)
          w[i] = (w[i] as number) - lambda * (sigma[i] as number) * ((x[row + i] as number) - average);
        projectToSimplex(w);
        tighten(sigma, x, row, precisionGain(byVariance, lambda, variance, phi), !byVariance);
      };
    },
  });
}

/** Largest of 0 and the roots of a λ² + b λ + c; 0 where there is no real root, or a double one. */
function multiplier(a: number, b: number, c: number): number {
  const discriminant = b * b - 4 * a * c;
  if (a !== 0 && discriminant > 0) {
    const root = Math.sqrt(discriminant);
    return Math.max((-b + root) / (2 * a), (-b - root) / (2 * a), 0);
  }
  return a === 0 && b !== 0 ? Math.max(-c / b, 0) : 0;
}

function deviationMultiplier(mean: number, variance: number, spread: number, phi: number, epsilon: number): number {
  const half = spread + (phi * phi * variance) / 2;
  return multiplier(
    half * half - (phi ** 4 * variance * variance) / 4,
    2 * (epsilon - mean) * half,
    (epsilon - mean) ** 2 - phi * phi * variance,
  );
}

/** What a day adds to the inverse variances, times x². */
function precisionGain(byVariance: boolean, lambda: number, variance: number, phi: number): number {
  if (byVariance) return 2 * lambda * phi;
  const root = (-lambda * phi * variance + Math.sqrt((lambda * variance * phi) ** 2 + 4 * variance)) / 2;
  return root === 0 ? 0 : (lambda * phi) / root;
}

/**
 * Variances after a day, scaled to the sum 1 / n. The toolbox adds the rounding unit to each where their product falls below it (always,
 * with many assets), which keeps assets from being frozen; `floor` asks for that.
 */
function tighten(sigma: Float64Array, x: Float64Array, row: number, gain: number, floor: boolean): void {
  const n = sigma.length;
  let product = 1;
  for (let i = 0; i < n; i++) {
    const r = x[row + i] as number;
    sigma[i] = 1 / (1 / (sigma[i] as number) + gain * r * r);
    product *= sigma[i] as number;
  }
  const added = floor && product <= Number.EPSILON ? Number.EPSILON : 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sigma[i] = (sigma[i] as number) + added;
    sum += sigma[i] as number;
  }
  for (let i = 0; i < n; i++) sigma[i] = (sigma[i] as number) / sum / n;
}
