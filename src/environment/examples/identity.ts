/** Identity environments: the right action is what the observation says. A learner that fails here has a fault in its plumbing. */
import type { Environment } from '../environment.js';
import { type EpisodeRules, environmentOf } from '../rules.js';
import { type ActionSpace, box, branchesOf, discrete, isDiscrete, multiDiscrete } from '../spaces.js';
import { timeLimit } from '../wrappers/time-limit.js';

/** `discrete`: 3 choices shown one-hot; `multi-discrete`: branches of 3 and 2; `box`: one number in [−1, 1]. */
export type IdentityKind = 'discrete' | 'multi-discrete' | 'box';

/** Calls until an episode is cut off. */
export const identitySteps = 20;

/**
 * Rewards: the share of branches answered rightly, or 1 − |action − observation| for the box, so that the best mean reward is 1.
 * With `shuffled` the reward belongs to another, unseen target: nothing can be learnt.
 */
export function identityEnvironment(count: number, kind: IdentityKind, shuffled = false): Environment {
  const space: ActionSpace =
    kind === 'discrete' ? discrete(3) : kind === 'multi-discrete' ? multiDiscrete([3, 2]) : box(1, -1, 1);
  const branches = branchesOf(space);
  const width = isDiscrete(space) ? branches.reduce((sum, n) => sum + n, 0) : 1;
  const targets = isDiscrete(space) ? branches.length : 1;
  const rules: EpisodeRules = {
    name: `identity, ${kind}`,
    observationSpace: {
      market: null,
      values: isDiscrete(space) ? box(width, 0, 1) : box(1, -1, 1),
      names: Array.from({ length: width }, (_, k) => `target ${k}`),
    },
    actionSpace: space,
    // What is shown, then what is rewarded.
    stateWidth: 2 * targets,
    start(state, at, random) {
      for (let k = 0; k < 2 * targets; k++)
        state[at + k] = isDiscrete(space) ? random.integer(branches[k % targets] as number) : 2 * random.uniform() - 1;
    },
    step(state, at, actions, actionAt, random, outcome) {
      const rewarded = shuffled ? at + targets : at;
      for (let k = 0; k < targets; k++) {
        const [target, action] = [state[rewarded + k] as number, actions[actionAt + k] as number];
        const score = isDiscrete(space) ? (target === action ? 1 : 0) : 1 - Math.abs(target - action);
        outcome.reward += score / targets;
      }
      rules.start(state, at, random);
    },
    observe(state, at, values, valuesAt) {
      if (!isDiscrete(space)) values[valuesAt] = state[at] as number;
      else {
        values.fill(0, valuesAt, valuesAt + width);
        let from = valuesAt;
        for (let k = 0; k < targets; k++) {
          values[from + (state[at + k] as number)] = 1;
          from += branches[k] as number;
        }
      }
    },
  };
  return timeLimit(environmentOf(rules, count), identitySteps);
}
