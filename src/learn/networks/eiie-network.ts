/**
 * Scores of a portfolio's weights by one network for all assets (EIIE: Jiang, Xu and Liang 2017, as in their public code's `EIIE_CNN`; HRPM's
 * high level): two convolutions along time, the weight held before beside them, one score an asset, a learnt score for cash.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { VariableSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { convolution, convolutionParameters } from './convolution.js';
import { denseParameters } from './dense.js';
import { type Network, under } from './network.js';

export interface EiieOptions {
  /** Without cash. Columns of the market are the features of the first asset, then those of the next. */
  readonly assets: number;
  readonly features: number;
  /** Rows of the market, ≥ `size`. */
  readonly window: number;
  /** Rows of the first kernel; default 2. The second one spans all that is left. */
  readonly size?: number;
  /** Filters of the two layers; default 3 and 10. */
  readonly filters?: readonly [number, number];
  /** Whether cash comes first among the weights, ledger `hrpm.cash`; default true. */
  readonly cash?: boolean;
}

/**
 * The private numbers are the weights held before, cash first where there is cash.
 * @returns a network of scores, cash first where there is cash [B, assets + 1 or assets]; softmax makes weights of them
 */
export function eiieNetwork(options: EiieOptions, random: Generator): Network {
  const { assets, features, window, size = 2, filters = [3, 10], cash = true } = options;
  const left = window - size + 1;
  if (left < 1) throw new StrataError(`a kernel of ${size} rows needs a window of as many; received ${window}`);
  const weights = assets + (cash ? 1 : 0);
  const parameters: Record<string, VariableSpec> = {
    ...under('first', convolutionParameters(size, features, filters[0], random.split('first'))),
    ...under('second', convolutionParameters(left, filters[0], filters[1], random.split('second'))),
    ...under('score', denseParameters(filters[1] + 1, 1, random.split('score'))),
    ...(cash && { cash: { shape: [1, 1], values: new Float32Array(1) } }),
  };
  // Softmax does not see what all assets have in common, unless cash is beside them.
  if (!cash) delete parameters['score/bias'];
  return {
    parameters,
    outputs: weights,
    apply(p, { market, values }) {
      if (market === null || values?.shape[1] !== weights)
        throw new StrataError(`this network reads rows of the market and ${weights} weights held before`);
      const batch = market.shape[0];
      const layer = (name: string, x: tf.Tensor3D): tf.Tensor3D =>
        tf.relu(convolution(x, p[`${name}/kernel`] as tf.Tensor, p[`${name}/bias`] as tf.Tensor));
      const byAsset = tf.transpose(tf.reshape(market, [batch, window, assets, features]), [0, 2, 1, 3]);
      const rows = tf.reshape(byAsset, [batch * assets, window, features]) as tf.Tensor3D;
      const seen = tf.reshape(layer('second', layer('first', rows)), [batch * assets, filters[1]]);
      const held = tf.reshape(tf.slice(values, [0, weights - assets], [batch, assets]), [batch * assets, 1]);
      const each = tf.matMul(tf.concat([seen, held], 1), p['score/kernel'] as tf.Tensor2D);
      const scores = tf.reshape(cash ? tf.add(each, p['score/bias'] as tf.Tensor) : each, [
        batch,
        assets,
      ]) as tf.Tensor2D;
      return cash ? tf.concat([tf.tile(p.cash as tf.Tensor2D, [batch, 1]), scores], 1) : scores;
    },
  };
}
