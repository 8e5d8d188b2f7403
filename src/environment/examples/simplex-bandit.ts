/**
 * A bandit over weights: an episode is one choice of weights w, and its expected reward is w · m with m known by the context that is shown.
 * With a bonus of η times the entropy of w the best weights are softmax(m / η); without one all goes to the largest m.
 */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box, simplex } from '../spaces.js';

/** m by context (rows) and asset (columns). */
export const simplexBanditMeans: readonly (readonly number[])[] = [
  [0.2, 0.1, 0],
  [0, 0, 0.3],
];

/** Contexts are equally likely and shown one-hot. @param noise standard deviation of a reward; default 0.02 */
export function simplexBanditEnvironment(count: number, noise = 0.02): Environment {
  const contexts = simplexBanditMeans.length;
  const assets = simplexBanditMeans[0]?.length ?? 0;
  return environmentOf(
    {
      name: 'simplex bandit',
      observationSpace: {
        market: null,
        values: box(contexts, 0, 1),
        names: Array.from({ length: contexts }, (_, c) => `context ${c}`),
      },
      actionSpace: simplex(assets),
      stateWidth: 1,
      start(state, at, random) {
        state[at] = random.integer(contexts);
      },
      step(state, at, actions, actionAt, random, outcome) {
        const means = simplexBanditMeans[state[at] as number] as readonly number[];
        outcome.reward = noise * random.normal();
        for (let k = 0; k < assets; k++) outcome.reward += (actions[actionAt + k] as number) * (means[k] as number);
        outcome.terminated = true;
      },
      observe(state, at, values, valuesAt) {
        values.fill(0, valuesAt, valuesAt + contexts);
        values[valuesAt + (state[at] as number)] = 1;
      },
    },
    count,
  );
}
