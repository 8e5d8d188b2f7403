/** Heads of value networks: duelling (Wang et al. 2016), and one duelling head a branch over a common state value (Tavakoli et al. 2018). */
import * as tf from '@tensorflow/tfjs-core';

/** What is subtracted from the advantages of a state, so that value and advantages are identified. */
export type AdvantageBaseline = 'mean' | 'max';

/**
 * Q = V + (A − baseline over a of A).
 * @param value      [batch, 1]
 * @param advantages [batch, choices]
 * @returns [batch, choices]
 */
export function duelling(value: tf.Tensor, advantages: tf.Tensor, baseline: AdvantageBaseline = 'mean'): tf.Tensor2D {
  const base = baseline === 'mean' ? tf.mean(advantages, 1, true) : tf.max(advantages, 1, true);
  return tf.add(value, tf.sub(advantages, base));
}

/**
 * Q of each branch from the common value, branches one behind the other.
 * @param advantages one [batch, choices of the branch] a branch
 * @returns [batch, choices of all branches]
 */
export function branchingDuelling(
  value: tf.Tensor,
  advantages: readonly tf.Tensor[],
  baseline: AdvantageBaseline = 'mean',
): tf.Tensor2D {
  return tf.concat(
    advantages.map((a) => duelling(value, a, baseline)),
    1,
  );
}

/** The value itself, with its gradient multiplied by `factor`: trunks under N + 1 heads take 1 / (N + 1) (Tavakoli et al. 2018). */
export function scaleGradient<T extends tf.Tensor>(x: T, factor: number): T {
  return tf.customGrad((input) => ({
    value: tf.clone(input as T),
    gradFunc: (dy) => tf.mul(dy, factor),
  }))(x) as T;
}
