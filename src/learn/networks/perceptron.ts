/** Fully connected layers with ReLU between them. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { dense, denseParameters } from './dense.js';
import { under } from './network.js';

/** Parameters `k/kernel` [widths[k], widths[k + 1]] and `k/bias`, and what is done with them. */
export interface Perceptron {
  readonly parameters: Record<string, VariableSpec>;
  apply(p: Tensors, x: tf.Tensor2D): tf.Tensor2D;
}

/**
 * @param widths   numbers before the first layer, between layers, behind the last
 * @param lastRelu whether ReLU follows the last layer too
 */
export function perceptron(widths: readonly number[], random: Generator, lastRelu = false): Perceptron {
  const layers = widths.length - 1;
  const parameters: Record<string, VariableSpec> = {};
  for (let k = 0; k < layers; k++) {
    const layer = denseParameters(widths[k] as number, widths[k + 1] as number, random.split(k));
    Object.assign(parameters, under(`${k}`, layer));
  }
  return {
    parameters,
    apply(p, x) {
      let h = x;
      for (let k = 0; k < layers; k++) {
        h = dense(h, p[`${k}/kernel`] as tf.Tensor, p[`${k}/bias`] as tf.Tensor);
        if (k < layers - 1 || lastRelu) h = tf.relu(h);
      }
      return h;
    },
  };
}
