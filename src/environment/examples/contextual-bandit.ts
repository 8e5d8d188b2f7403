/** A contextual bandit: one choice an episode; its expected reward is linear in what is shown, so the best choice is known. */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box, discrete } from '../spaces.js';

/** Expected reward of each arm (rows) by context number (columns), row-major [arms × contexts]. */
export const banditMeans: readonly (readonly number[])[] = [
  [1, 0, -1],
  [0, 1, 0],
  [-1, 0, 1],
];

/**
 * Contexts are uniform in [−1, 1]³; rewards have normal noise.
 * @param noise standard deviation of a reward; default 0.1
 */
export function banditEnvironment(count: number, noise = 0.1): Environment {
  const width = 3;
  return environmentOf(
    {
      name: 'contextual bandit',
      observationSpace: { market: null, values: box(width, -1, 1), names: ['context 0', 'context 1', 'context 2'] },
      actionSpace: discrete(banditMeans.length),
      stateWidth: width,
      start(state, at, random) {
        for (let k = 0; k < width; k++) state[at + k] = 2 * random.uniform() - 1;
      },
      step(state, at, actions, actionAt, random, outcome) {
        outcome.reward = noise * random.normal() + banditMean(state, at, actions[actionAt] as number);
        outcome.terminated = true;
      },
      observe(state, at, values, valuesAt) {
        for (let k = 0; k < width; k++) values[valuesAt + k] = state[at + k] as number;
      },
    },
    count,
  );
}

/** Expected reward of an arm where the context at `at` is shown. */
export function banditMean(context: ArrayLike<number>, at: number, arm: number): number {
  return (banditMeans[arm] ?? []).reduce((sum, weight, k) => sum + weight * (context[at + k] as number), 0);
}
