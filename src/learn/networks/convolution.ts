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
 * One matrix product over all windows side by side: as fast as TensorFlow's own operator for kernels of few rows, and, unlike it, with a
 * gradient on WebAssembly.
 * @param x       [batch, time, channels]
 * @param kernel  [size, channels, filters], size ≤ time
 * @param padding `valid`: time − size + 1 outputs; `same`: as many as inputs, zeros around them, one more behind where they are uneven
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
  const before = padding === 'same' ? Math.floor((size - 1) / 2) : 0;
  const behind = padding === 'same' ? size - 1 - before : 0;
  const outputs = time + before + behind - size + 1;
  const around: [number, number][] = [
    [0, 0],
    [before, behind],
    [0, 0],
  ];
  const padded = before + behind > 0 ? tf.pad(x, around) : x;
  const windows =
    outputs === 1
      ? padded
      : tf.concat(
          Array.from({ length: size }, (_, s) => tf.slice(padded, [0, s, 0], [batch, outputs, channels])),
          2,
        );
  const rows = tf.reshape(windows, [batch * outputs, size * channels]) as tf.Tensor2D;
  const sums = tf.matMul(rows, tf.reshape(kernel, [size * channels, filters]) as tf.Tensor2D);
  return tf.reshape(tf.add(sums, bias), [batch, outputs, filters]);
}
