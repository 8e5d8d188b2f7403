/**
 * A corridor with a key at one end and a door at the other: the door pays only who holds the key, so the way to the reward first leads away
 * from it. Values are known by value iteration.
 */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box, discrete } from '../spaces.js';
import { timeLimit } from '../wrappers/time-limit.js';

export interface KeyDoorOptions {
  /** Places, ≥ 3: the key lies at 0, the door is at the last; default 5. */
  readonly places?: number;
  /** Chance that a step goes the other way; default 0.1. */
  readonly slip?: number;
  /** Reward of the door with the key; default 10. */
  readonly reward?: number;
  /** Cost of each step; default 0.1. */
  readonly cost?: number;
  /** Steps until an episode is cut off; default 60. */
  readonly steps?: number;
}

const settled = ({ places = 5, slip = 0.1, reward = 10, cost = 0.1, steps = 60 }: KeyDoorOptions) => ({
  places,
  slip,
  reward,
  cost,
  steps,
});

/** Action 0 goes towards the key, 1 towards the door. Episodes begin anywhere without the key; place × key is shown one-hot. */
export function keyDoorEnvironment(count: number, options: KeyDoorOptions = {}): Environment {
  const { places, slip, reward, cost, steps } = settled(options);
  const width = 2 * places;
  const inner = environmentOf(
    {
      name: 'key and door',
      observationSpace: {
        market: null,
        values: box(width, 0, 1),
        names: Array.from({ length: width }, (_, s) => `place ${s % places}, ${s < places ? 'no key' : 'key'}`),
      },
      actionSpace: discrete(2),
      stateWidth: 1,
      start(state, at, random) {
        state[at] = 1 + random.integer(places - 1);
      },
      step(state, at, actions, actionAt, random, outcome) {
        const towardsDoor = (actions[actionAt] === 1) !== random.uniform() < slip;
        const next = moved(state[at] as number, towardsDoor, places);
        outcome.reward = -cost;
        if (next < 0) {
          outcome.reward += reward;
          outcome.terminated = true;
        } else state[at] = next;
      },
      observe(state, at, values, valuesAt) {
        values.fill(0, valuesAt, valuesAt + width);
        values[valuesAt + (state[at] as number)] = 1;
      },
    },
    count,
  );
  return timeLimit(inner, steps);
}

/** Values of the two actions in each state by value iteration, row-major [2 places × 2], for episodes that are not cut off. */
export function keyDoorValues(discount: number, options: KeyDoorOptions = {}): Float64Array {
  const { places, slip, reward, cost } = settled(options);
  const values = new Float64Array(4 * places);
  const after = (state: number, towardsDoor: boolean): number => {
    const next = moved(state, towardsDoor, places);
    if (next < 0) return reward;
    return discount * Math.max(values[2 * next] as number, values[2 * next + 1] as number);
  };
  for (let change = 1; change > 1e-12; ) {
    change = 0;
    for (let s = 0; s < 2 * places; s++) {
      const [key, door] = [after(s, false), after(s, true)];
      for (const [a, value] of [(1 - slip) * key + slip * door, slip * key + (1 - slip) * door].entries()) {
        change = Math.max(change, Math.abs(value - cost - (values[2 * s + a] as number)));
        values[2 * s + a] = value - cost;
      }
    }
  }
  return values;
}

/** The next state, −1 behind the opened door. States below `places` are without the key. */
function moved(state: number, towardsDoor: boolean, places: number): number {
  const [hasKey, place] = [state >= places, state % places];
  const next = Math.max(0, Math.min(places - 1, place + (towardsDoor ? 1 : -1)));
  if (hasKey && next === places - 1) return -1;
  return next === 0 || hasKey ? places + next : next;
}
