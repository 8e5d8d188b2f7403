/**
 * Selling one asset's holding under temporary impact and risk (Almgren and Chriss 2001), as a control problem whose best policy has a
 * closed form. Units: the whole holding is 1, the cost of selling it evenly over all intervals is 1 / intervals without risk.
 *
 * An interval that begins with x left and sells n costs n² + risk · (x − n)²: their E + λV with η̃/τ = 1 and λσ²τ = risk.
 */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box } from '../spaces.js';

export interface LiquidationOptions {
  /** N; default 5. */
  readonly intervals?: number;
  /** Weight of what is left after an interval; default 0.5. */
  readonly risk?: number;
}

/**
 * The action is the share of what is left that is sold, in [0, 1]; the last interval sells all. Shown are the holding and the time, both
 * in [0, 1]. Episodes begin with a holding uniform in [0.5, 1] after a random number of intervals, so that all states are seen.
 */
export function liquidationEnvironment(count: number, options: LiquidationOptions = {}): Environment {
  const { intervals = 5, risk = 0.5 } = options;
  return environmentOf(
    {
      name: 'optimal liquidation',
      observationSpace: { market: null, values: box(2, 0, 1), names: ['holding', 'time'] },
      actionSpace: box(1, 0, 1),
      stateWidth: 2,
      start(state, at, random) {
        state[at] = 0.5 + 0.5 * random.uniform();
        state[at + 1] = random.integer(intervals);
      },
      step(state, at, actions, actionAt, _random, outcome) {
        const [holding, interval] = [state[at] as number, state[at + 1] as number];
        const last = interval === intervals - 1;
        const sold = last ? holding : holding * (actions[actionAt] as number);
        const left = holding - sold;
        outcome.reward = -(sold * sold + risk * left * left);
        outcome.terminated = last;
        state[at] = left;
        state[at + 1] = interval + 1;
      },
      observe(state, at, values, valuesAt) {
        values[valuesAt] = state[at] as number;
        values[valuesAt + 1] = (state[at + 1] as number) / intervals;
      },
    },
    count,
  );
}

/**
 * What is left after each interval by the closed form x_j = sinh(κ(N − j)) / sinh(κN), cosh κ = 1 + risk / 2, and the cost of the whole;
 * risk 0 sells evenly.
 */
export function liquidationPlan(options: LiquidationOptions = {}): {
  readonly holdings: Float64Array;
  readonly cost: number;
} {
  const { intervals = 5, risk = 0.5 } = options;
  const kappa = Math.acosh(1 + risk / 2);
  const left = (j: number): number =>
    kappa === 0 ? 1 - j / intervals : Math.sinh(kappa * (intervals - j)) / Math.sinh(kappa * intervals);
  const holdings = Float64Array.from({ length: intervals }, (_, k) => left(k + 1));
  let [cost, before] = [0, 1];
  for (const x of holdings) {
    cost += (before - x) ** 2 + risk * x * x;
    before = x;
  }
  return { holdings, cost };
}
