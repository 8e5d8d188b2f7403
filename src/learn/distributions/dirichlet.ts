/**
 * Weights from a Dirichlet distribution whose mode is the softmax of the network's numbers: αᵢ = 1 + κ softmaxᵢ. All α are at least 1, so
 * the density is bounded and no weight is drawn at the simplex' edge. Ledger `hrpm.high-learner`, `reinforce-dirichlet`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution, SpreadOptions } from './distribution.js';
import { digamma, logGamma } from './gamma.js';
import { spreadOf } from './spread.js';

/** Logarithms of weights below this are those of it: single precision. */
const leastWeight = 1e-7;

/** @param options `spread` is 1 / κ: κ = 1 / spread pseudo-observations stand behind the softmax */
export function dirichlet(size: number, options: SpreadOptions): Distribution {
  const { parameters, value } = spreadOf(options);
  const alphas = (p: Record<string, tf.Tensor>, x: tf.Tensor2D): tf.Tensor2D =>
    tf.add(1, tf.div(tf.softmax(x), value(p)));
  const weights = new Float64Array(size);
  return {
    numbers: size,
    parameters,
    spread: value,
    logProbability(p, x, actions) {
      const alpha = alphas(p, x);
      const logs = tf.log(tf.maximum(actions, leastWeight));
      const normaliser = tf.sub(logGamma(tf.sum(alpha, 1)), tf.sum(logGamma(alpha), 1));
      return tf.add(normaliser, tf.sum(tf.mul(tf.sub(alpha, 1), logs), 1));
    },
    entropy(p, x) {
      const alpha = alphas(p, x);
      const all = tf.sum(alpha, 1);
      const logBeta = tf.sub(tf.sum(logGamma(alpha), 1), logGamma(all));
      const own = tf.sum(tf.mul(tf.sub(alpha, 1), digamma(alpha)), 1);
      return tf.sub(tf.add(logBeta, tf.mul(tf.sub(all, size), digamma(all))), own);
    },
    draw({ numbers, spread, b, actions }, random) {
      softmaxInto(numbers, b * size, weights);
      for (let i = 0; i < size; i++) weights[i] = 1 + (weights[i] as number) / spread;
      actions.set(random.dirichlet(weights), b * size);
    },
  };
}

/** Softmax of `size` numbers from `at` on. */
export function softmaxInto(numbers: ArrayLike<number>, at: number, out: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < out.length; i++) most = Math.max(most, numbers[at + i] as number);
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.exp((numbers[at + i] as number) - most);
    sum += out[i] as number;
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / sum;
}
