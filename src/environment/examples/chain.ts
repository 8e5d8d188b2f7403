/**
 * A chain of states after Strens (2000), "A Bayesian framework for reinforcement learning": walking to the far end pays most, but every
 * step back to the start pays a little at once. Values are known by value iteration.
 */
import type { Environment } from '../environment.js';
import { type EpisodeRules, environmentOf } from '../rules.js';
import { box, discrete } from '../spaces.js';
import { timeLimit } from '../wrappers/time-limit.js';

/** Settings of the chain. */
export interface ChainOptions {
  /** States, ≥ 2; default 5. */
  readonly states?: number;
  /** Chance that the other action is taken; default 0.2. */
  readonly slip?: number;
  /** Reward of staying at the far end, and of going back to the start; default 10 and 2. */
  readonly rewards?: readonly [number, number];
  /** Steps until an episode is cut off; default 50. */
  readonly steps?: number;
}

/** Action 0 goes one state on (at the end: stays there), action 1 back to the start. The state is shown one-hot. */
export function chainEnvironment(count: number, options: ChainOptions = {}): Environment {
  const { states = 5, slip = 0.2, rewards = [10, 2], steps = 50 } = options;
  const rules: EpisodeRules = {
    name: 'chain',
    observationSpace: {
      market: null,
      values: box(states, 0, 1),
      names: Array.from({ length: states }, (_, k) => `state ${k}`),
    },
    actionSpace: discrete(2),
    stateWidth: 1,
    start(state, at) {
      state[at] = 0;
    },
    step(state, at, actions, actionAt, random, outcome) {
      const back = (actions[actionAt] === 1) !== random.uniform() < slip;
      const here = state[at] as number;
      if (back) outcome.reward = rewards[1];
      else if (here === states - 1) outcome.reward = rewards[0];
      state[at] = back ? 0 : Math.min(here + 1, states - 1);
    },
    observe(state, at, values, valuesAt) {
      values.fill(0, valuesAt, valuesAt + states);
      values[valuesAt + (state[at] as number)] = 1;
    },
  };
  return timeLimit(environmentOf(rules, count), steps);
}

/** Values of the two actions in each state by value iteration, row-major [states × 2], for episodes that never end. */
export function chainValues(discount: number, options: ChainOptions = {}): Float64Array {
  const { states = 5, slip = 0.2, rewards = [10, 2] } = options;
  const values = new Float64Array(2 * states);
  const best = (s: number): number => Math.max(values[2 * s] as number, values[2 * s + 1] as number);
  for (let change = 1; change > 1e-12; ) {
    change = 0;
    for (let s = 0; s < states; s++) {
      const onward = (s === states - 1 ? rewards[0] : 0) + discount * best(Math.min(s + 1, states - 1));
      const back = rewards[1] + discount * best(0);
      for (const [a, value] of [(1 - slip) * onward + slip * back, slip * onward + (1 - slip) * back].entries()) {
        change = Math.max(change, Math.abs(value - (values[2 * s + a] as number)));
        values[2 * s + a] = value;
      }
    }
  }
  return values;
}
