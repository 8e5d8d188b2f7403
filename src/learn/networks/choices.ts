/** Choices among values of actions: the best that is allowed, the value of the one taken, and errors' losses. */
import * as tf from '@tensorflow/tfjs-core';

/** `squared`: error²; `huber`: error² / 2 up to 1, |error| − 1/2 beyond (Huber 1964). */
export type ErrorLoss = 'squared' | 'huber';

/** Stands for the value of a choice that is not allowed. */
const forbidden = 1e30;

/** Values with those of forbidden choices put below all others. @param mask 1 where a choice is allowed, of the values' shape */
export function allowed(values: tf.Tensor2D, mask: tf.Tensor | undefined): tf.Tensor2D {
  return mask ? tf.add(tf.mul(values, mask), tf.mul(tf.sub(mask, 1), forbidden)) : values;
}

/** Best allowed choice of each row, int32 [B]. */
export function bestChoice(values: tf.Tensor2D, mask: tf.Tensor | undefined): tf.Tensor1D {
  return tf.argMax(allowed(values, mask), 1);
}

/** The value of one choice a row [B]. @param choices int32 [B] */
export function valueTaken(values: tf.Tensor2D, choices: tf.Tensor): tf.Tensor1D {
  const width = values.shape[1];
  if (width === 1) return tf.reshape(values, [values.shape[0]]);
  return tf.sum(tf.mul(values, tf.oneHot(choices as tf.Tensor1D, width)), 1);
}

/** Loss of each error. */
export function errorLoss(errors: tf.Tensor, kind: ErrorLoss): tf.Tensor {
  if (kind === 'squared') return tf.square(errors);
  const size = tf.abs(errors);
  const near = tf.minimum(size, 1);
  return tf.mul(near, tf.sub(size, tf.mul(near, 0.5)));
}
