/** From a network's numbers to actions, as tfjs operators. */
import * as tf from '@tensorflow/tfjs-core';
import { type ActionSpace, branchesOf } from '../../environment/index.js';
import { bestChoice } from '../networks/choices.js';

/**
 * Actions [B, actionWidth], int32 for choices: the best allowed one of each branch, softmax for weights, tanh between the bounds of a box.
 * @param numbers [B, outputs of the network]
 * @param mask    1 where a choice is allowed [B, choices of all branches]
 */
export function decided(actions: ActionSpace, numbers: tf.Tensor2D, mask?: tf.Tensor): tf.Tensor {
  if (actions.kind === 'simplex') return tf.softmax(numbers);
  if (actions.kind === 'box') return bounded(numbers, actions.low, actions.high);
  return bestOfBranches(branchesOf(actions), numbers, mask);
}

/** low + (high − low)(1 + tanh x) / 2. */
export function bounded(x: tf.Tensor2D, low: readonly number[], high: readonly number[]): tf.Tensor2D {
  const half = low.map((l, k) => ((high[k] as number) - l) / 2);
  const middle = low.map((l, k) => l + (half[k] as number));
  return tf.add(tf.mul(tf.tanh(x), tf.tensor1d(half)), tf.tensor1d(middle));
}

/** Best allowed choice of each branch, int32 [B, branches]. */
export function bestOfBranches(branches: readonly number[], values: tf.Tensor2D, mask?: tf.Tensor): tf.Tensor2D {
  const parts = branchParts(branches, values);
  const masks = mask && branchParts(branches, mask as tf.Tensor2D);
  return tf.stack(
    parts.map((part, d) => bestChoice(part, masks?.[d])),
    1,
  ) as tf.Tensor2D;
}

/** One [B, choices] a branch. */
export function branchParts(branches: readonly number[], x: tf.Tensor2D): tf.Tensor2D[] {
  if (branches.length === 1) return [x];
  let from = 0;
  return branches.map((choices) => {
    const part = tf.slice(x, [0, from], [x.shape[0], choices]);
    from += choices;
    return part;
  });
}
