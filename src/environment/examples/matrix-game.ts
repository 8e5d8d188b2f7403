/** A matrix game of one step with one choice for the row and one for the column: the smallest problem of branching actions. */
import type { Environment } from '../environment.js';
import { environmentOf } from '../rules.js';
import { box, multiDiscrete } from '../spaces.js';

/** Expected reward by row and column; the best pair (2, 1) is also best in its row's and its column's mean. */
export const matrixGamePayoffs: readonly (readonly number[])[] = [
  [1, 0],
  [0, 1],
  [0.5, 3],
];

/** Nothing is shown but a constant. @param noise standard deviation of a reward; default 0.1 */
export function matrixGameEnvironment(count: number, noise = 0.1): Environment {
  return environmentOf(
    {
      name: 'matrix game',
      observationSpace: { market: null, values: box(1, 1, 1), names: ['nothing'] },
      actionSpace: multiDiscrete([matrixGamePayoffs.length, matrixGamePayoffs[0]?.length ?? 0]),
      stateWidth: 1,
      start: () => undefined,
      step(_state, _at, actions, actionAt, random, outcome) {
        const [row, column] = [actions[actionAt] as number, actions[actionAt + 1] as number];
        outcome.reward = (matrixGamePayoffs[row]?.[column] ?? 0) + noise * random.normal();
        outcome.terminated = true;
      },
      observe(_state, _at, values, valuesAt) {
        values[valuesAt] = 1;
      },
    },
    count,
  );
}
