/** A convolution along time. Convolutions that treat assets alike (EIIE: Jiang, Xu and Liang 2017) are the same with assets as rows. */
import * as tf from '@tensorflow/tfjs-core';
import type { VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import type { DenseInitialiser } from './dense.js';
import { glorotUniform, uniformFanIn, zeros } from './initialisers.js';

/** Parameters `kernel` [size, channels, filters] and `bias` [filters]. */
export function convolutionParameters(
  size: number,
  channels: number,
  filters: number,
  random: Generator,
  initialiser: DenseInitialiser = 'torch',
): Readonly<Record<'kernel' | 'bias', VariableSpec>> {
  const shape = [size, channels, filters] as const;
  const bias = [filters] as const;
  if (initialiser === 'keras') {
    const values = glorotUniform([size * channels, size * filters], random.split('kernel'), shape);
    return { kernel: { shape, values }, bias: { shape: bias, values: zeros(bias) } };
  }
  return {
    kernel: { shape, values: uniformFanIn(shape, size * channels, random.split('kernel')) },
    bias: { shape: bias, values: uniformFanIn(bias, size * channels, random.split('bias')) },
  };
}

/**
 * Each output is one matrix product over a window, so a convolution over all of time costs what a dense layer does.
 * @param x       [batch, time, channels]
 * @param kernel  [size, channels, filters], size ≤ time
 * @param padding `valid`: time − size + 1 outputs; `same`: as many as inputs, zeros around them
 * @returns [batch, outputs, filters]
 */
export function convolution(
  x: tf.Tensor3D,
  kernel: tf.Tensor,
  bias: tf.Tensor,
  padding: 'valid' | 'same' = 'valid',
): tf.Tensor3D {
  const [batch, time, channels] = x.shape;
  const [size, , filters] = kernel.shape as [number, number, number];
  if (size === time && padding === 'valid') {
    const flat = tf.matMul(
      tf.reshape(x, [batch, time * channels]) as tf.Tensor2D,
      tf.reshape(kernel, [size * channels, filters]) as tf.Tensor2D,
    );
    return tf.reshape(tf.add(flat, bias), [batch, 1, filters]);
  }
  return tf.add(tf.conv1d(x, kernel as tf.Tensor3D, 1, padding), bias);
}
