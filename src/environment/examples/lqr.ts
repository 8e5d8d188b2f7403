/**
 * Linear dynamics with quadratic costs in one dimension: x' = a x + b u + noise, cost q x² + r u². The best policy is u = −K x with K from
 * the discounted Riccati equation.
 */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box } from '../spaces.js';
import { timeLimit } from '../wrappers/time-limit.js';

/** Settings; defaults a = 1, b = 0.5, q = 1, r = 0.1, noise 0.05, 50 steps. */
export interface LqrOptions {
  readonly a?: number;
  readonly b?: number;
  readonly q?: number;
  readonly r?: number;
  /** Standard deviation of the noise. */
  readonly noise?: number;
  readonly steps?: number;
}

const defaults: Required<LqrOptions> = { a: 1, b: 0.5, q: 1, r: 0.1, noise: 0.05, steps: 50 };
const reach = 5;

/** Rewards are minus the cost; starts are uniform in [−1, 1], states are held in [−5, 5], actions lie in [−2, 2]. */
export function lqrEnvironment(count: number, options: LqrOptions = {}): Environment {
  const { a, b, q, r, noise, steps } = { ...defaults, ...options };
  const inner = environmentOf(
    {
      name: 'linear-quadratic regulator',
      observationSpace: { market: null, values: box(1, -reach, reach), names: ['x'] },
      actionSpace: box(1, -2, 2),
      stateWidth: 1,
      start(state, at, random) {
        state[at] = 2 * random.uniform() - 1;
      },
      step(state, at, actions, actionAt, random, outcome) {
        const [x, u] = [state[at] as number, actions[actionAt] as number];
        outcome.reward = -(q * x * x + r * u * u);
        state[at] = Math.max(-reach, Math.min(reach, a * x + b * u + noise * random.normal()));
      },
      observe(state, at, values, valuesAt) {
        values[valuesAt] = state[at] as number;
      },
    },
    count,
  );
  return timeLimit(inner, steps);
}

/** K of the best policy u = −K x for endless episodes and the given discount. */
export function lqrGain(discount: number, options: LqrOptions = {}): number {
  const { a, b, q, r } = { ...defaults, ...options };
  let p = q;
  for (let i = 0; i < 10_000; i++) {
    const next = q + discount * a * a * p - (discount * a * b * p) ** 2 / (r + discount * b * b * p);
    if (Math.abs(next - p) < 1e-14) break;
    p = next;
  }
  return (discount * a * b * p) / (r + discount * b * b * p);
}
