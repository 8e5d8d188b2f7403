/** ln Γ and ψ of arguments ≥ 1 as tfjs operators, by Stirling's series after a shift (Abramowitz and Stegun 6.1.41, 6.3.18); gradients follow. */
import * as tf from '@tensorflow/tfjs-core';

const shift = 6;

/** ln Γ(x), x ≥ 1. */
export function logGamma(x: tf.Tensor): tf.Tensor {
  const y = tf.add(x, shift);
  const inverse = tf.div(1, y);
  const square = tf.square(inverse);
  const series = tf.mul(inverse, tf.add(1 / 12, tf.mul(square, tf.sub(tf.mul(square, 1 / 1260), 1 / 360))));
  const stirling = tf.add(tf.sub(tf.mul(tf.sub(y, 0.5), tf.log(y)), y), tf.add(series, Math.log(2 * Math.PI) / 2));
  let below = x;
  for (let k = 1; k < shift; k++) below = tf.mul(below, tf.add(x, k));
  return tf.sub(stirling, tf.log(below));
}

/** ψ(x) = d ln Γ(x) / dx, x ≥ 1. */
export function digamma(x: tf.Tensor): tf.Tensor {
  const y = tf.add(x, shift);
  const inverse = tf.div(1, y);
  const square = tf.square(inverse);
  const series = tf.mul(square, tf.sub(1 / 12, tf.mul(square, tf.sub(1 / 120, tf.mul(square, 1 / 252)))));
  let sum = tf.sub(tf.sub(tf.log(y), tf.mul(inverse, 0.5)), series);
  for (let k = 0; k < shift; k++) sum = tf.sub(sum, tf.div(1, tf.add(x, k)));
  return sum;
}
