/** The networks that estimate a volume profile: Linear, MLP and the LSTM of the Macro Trader (docs/papers/m3t.md, Macro Trader). */
import * as tf from '@tensorflow/tfjs-core';
import { lstmLastHidden } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { dense, uniformFanIn } from '../../learn/index.js';
import type { MacroForm } from './macro-predict.js';

export type MacroEstimator = 'lstm' | 'linear' | 'mlp';

/** Parameter shapes of one model, weights [inputs, outputs] as `….kernel` and `….bias`. */
export type MacroShapes = Readonly<Record<string, { readonly shape: readonly number[]; readonly fanIn: number }>>;

const MLP_WIDTHS = [32, 64, 32] as const;

/**
 * @param history N, steps of the input
 * @param hidden  LSTM units
 */
export function macroShapes(form: MacroForm, history: number, hidden: number): MacroShapes {
  if (form.estimator === 'linear') return denseShapes('output', history, 1);
  if (form.estimator === 'lstm')
    return {
      'lstm.kernel': { shape: [1 + hidden, 4 * hidden], fanIn: hidden },
      'lstm.bias': { shape: [4 * hidden], fanIn: hidden },
      ...denseShapes('output', hidden, 1),
    };
  const [a, b, c] = MLP_WIDTHS;
  return {
    ...denseShapes('layer1', history, a),
    ...denseShapes('layer2', a, b),
    ...denseShapes('layer3', b, c),
    ...denseShapes('output', c, 1),
  };
}

/** Widths of the layers that dropout masks need, outermost order; empty for a network without dropout. */
export function dropoutWidths(form: MacroForm): readonly number[] {
  return form.estimator === 'mlp' && form.mlp === 'linear-dropout' ? MLP_WIDTHS : [];
}

/** Initial values: uniform in ±1/√fanIn, each parameter from a stream of its own name. */
export function initialWeights(shapes: MacroShapes, random: Generator): Record<string, Float32Array> {
  const weights: Record<string, Float32Array> = {};
  for (const [name, { shape, fanIn }] of Object.entries(shapes)) {
    weights[name] = uniformFanIn(shape, fanIn, random.split(name));
  }
  return weights;
}

/**
 * Estimates of a batch.
 *
 * @param parameter reads a parameter of this model
 * @param inputs    [history, batch], oldest step first
 * @param masks     dropout factors [batch, width] of the layers in {@link dropoutWidths}; none when evaluating
 * @returns [batch, 1]
 */
export function macroForward(
  form: MacroForm,
  parameter: (name: string) => tf.Tensor,
  inputs: tf.Tensor2D,
  masks: readonly tf.Tensor[] = [],
): tf.Tensor2D {
  const layerOf = (x: tf.Tensor2D, layer: string, transposed = false): tf.Tensor2D =>
    dense(x, parameter(`${layer}.kernel`), parameter(`${layer}.bias`), transposed);
  if (form.estimator === 'linear') return layerOf(inputs, 'output', true);
  if (form.estimator === 'lstm') {
    const [steps, batch] = inputs.shape;
    const hidden = lstmLastHidden(
      tf.reshape(inputs, [steps, batch, 1]),
      parameter('lstm.kernel'),
      parameter('lstm.bias'),
    );
    return layerOf(form.activation === 'relu' ? tf.relu(hidden) : hidden, 'output');
  }
  let layer = inputs;
  for (const [n, name] of ['layer1', 'layer2', 'layer3'].entries()) {
    layer = layerOf(layer, name, n === 0);
    if (form.mlp === 'relu') layer = tf.relu(layer);
    const mask = masks[n];
    if (mask) layer = tf.mul(layer, mask);
  }
  return layerOf(layer, 'output');
}

function denseShapes(layer: string, inputs: number, outputs: number): MacroShapes {
  return {
    [`${layer}.kernel`]: { shape: [inputs, outputs], fanIn: inputs },
    [`${layer}.bias`]: { shape: [outputs], fanIn: inputs },
  };
}
