/** Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis, (x − mean) / √(variance + ε) · gain + bias. */
import * as tf from '@tensorflow/tfjs-core';
import type { VariableSpec } from '../../compute/index.js';
import { zeros } from './initialisers.js';

/** Parameters `gain` [width], one at first, and `bias` [width], zero. */
export function layerNormParameters(width: number): Readonly<Record<'gain' | 'bias', VariableSpec>> {
  return {
    gain: { shape: [width], values: zeros([width]).fill(1) },
    bias: { shape: [width], values: zeros([width]) },
  };
}

/**
 * Its gradient is written out: that of the composed operators takes three times as many.
 * @param x       [rows, width]
 * @param epsilon default 1e-5, PyTorch's
 * @returns [rows, width]
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor, bias: tf.Tensor, epsilon = 1e-5): tf.Tensor2D {
  const standardised = tf.customGrad((input, save) => {
    const centred = tf.sub(input as tf.Tensor, tf.mean(input as tf.Tensor, 1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon));
    const value = tf.mul(centred, scale);
    (save as tf.GradSaveFunc)([value, scale]);
    return {
      value,
      gradFunc: (dy, saved) => {
        const [y, s] = saved as [tf.Tensor, tf.Tensor];
        const along = tf.mul(y, tf.mean(tf.mul(dy, y), 1, true));
        return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), along), s);
      },
    };
  });
  return tf.add(tf.mul(standardised(x), gain), bias);
}
