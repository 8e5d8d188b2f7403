/** A fully connected layer, x W + b. */
import * as tf from '@tensorflow/tfjs-core';
import type { VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { glorotUniform, uniformFanIn, zeros } from './initialisers.js';

/** `torch`: both uniform in ±1/√inputs. `keras`: kernel Glorot uniform, bias zero. */
export type DenseInitialiser = 'torch' | 'keras';

/** Parameters `kernel` [inputs, outputs] and `bias` [outputs]. */
export function denseParameters(
  inputs: number,
  outputs: number,
  random: Generator,
  initialiser: DenseInitialiser = 'torch',
): Readonly<Record<'kernel' | 'bias', VariableSpec>> {
  const kernel = [inputs, outputs] as const;
  const bias = [outputs] as const;
  if (initialiser === 'keras') {
    return {
      kernel: { shape: kernel, values: glorotUniform(kernel, random.split('kernel')) },
      bias: { shape: bias, values: zeros(bias) },
    };
  }
  return {
    kernel: { shape: kernel, values: uniformFanIn(kernel, inputs, random.split('kernel')) },
    bias: { shape: bias, values: uniformFanIn(bias, inputs, random.split('bias')) },
  };
}

/**
 * @param x [batch, inputs], or [inputs, batch] with `transposed`
 * @returns [batch, outputs]
 */
export function dense(x: tf.Tensor2D, kernel: tf.Tensor, bias: tf.Tensor, transposed = false): tf.Tensor2D {
  return tf.add(tf.matMul(x, kernel as tf.Tensor2D, transposed), bias);
}
