/**
 * Weights as the softmax of the network's numbers plus independent normal noise (logistic-normal: Aitchison and Shen 1980), all weights
 * treated alike. With c(x) = x − mean x, c(ln w) is normal around c(numbers) with covariance σ² (I − 11ᵀ / n), so that
 *
 *   ln π(w) = −‖c(ln w) − c(numbers)‖² / 2σ² − (n − 1)/2 · ln 2πσ² − ½ ln n − Σ ln wᵢ.
 *
 * Ledger `hrpm.high-learner`, `reinforce-logistic-normal`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { softmaxInto } from './dirichlet.js';
import type { Distribution, SpreadOptions } from './distribution.js';
import { spreadOf } from './spread.js';

/** Logarithms of weights below this are those of it: single precision. */
const leastWeight = 1e-30;

/**
 * The entropy is that of c(ln w), which has a closed form; that of w has none.
 * @param options `spread` is σ
 */
export function logisticNormal(size: number, options: SpreadOptions): Distribution {
  const { parameters, value } = spreadOf(options);
  const weights = new Float64Array(size);
  const noisy = new Float64Array(size);
  const half = (size - 1) / 2;
  return {
    numbers: size,
    parameters,
    spread: value,
    logProbability(p, x, actions) {
      const logs = tf.log(tf.maximum(actions, leastWeight));
      const sigma = value(p);
      const centred = (t: tf.Tensor): tf.Tensor => tf.sub(t, tf.mean(t, 1, true));
      const distance = tf.sum(tf.square(tf.div(tf.sub(centred(logs), centred(x)), sigma)), 1);
      const constant = tf.add(tf.mul(2 * half, tf.log(sigma)), half * Math.log(2 * Math.PI) + Math.log(size) / 2);
      return tf.neg(tf.add(tf.add(tf.mul(distance, 0.5), constant), tf.sum(logs, 1)));
    },
    entropy(p, x) {
      const one = tf.add(tf.mul(2 * half, tf.log(value(p))), half * (1 + Math.log(2 * Math.PI)));
      return tf.mul(one, tf.ones([x.shape[0]]));
    },
    draw({ numbers, spread, b, actions }, random) {
      for (let i = 0; i < size; i++) noisy[i] = (numbers[b * size + i] as number) + spread * random.normal();
      softmaxInto(noisy, 0, weights);
      actions.set(weights, b * size);
    },
  };
}
