/**
 * Convolutions along time that treat assets alike (EIIE: Jiang, Xu and Liang 2017; ADDPG's two shared layers, arXiv 2501.08528): every asset
 * is a row of its own, all with the same kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type Generator, StrataError } from '../../core/index.js';
import { convolution, convolutionParameters } from './convolution.js';
import { type Network, under } from './network.js';

export interface AssetNetworkOptions {
  /** Columns of the market are the features of the first asset, then those of the next. */
  readonly assets: number;
  /** Features of an asset; default 1. */
  readonly features?: number;
  /** Rows of the market, ≥ `size`. */
  readonly window: number;
  /** Rows of the first kernel; default 3. The second one spans all that is left. */
  readonly size?: number;
  /** Filters of both layers; default 32. */
  readonly filters?: number;
}

/** Two convolutions with ReLU; outputs are the filters of the first asset, then those of the next [B, assets × filters]. */
export function assetNetwork(options: AssetNetworkOptions, random: Generator): Network {
  const { assets, features = 1, window, size = 3, filters = 32 } = options;
  const left = window - size + 1;
  if (left < 1) throw new StrataError(`a kernel of ${size} rows needs a window of as many; received ${window}`);
  const layer = (p: Readonly<Record<string, tf.Tensor>>, name: string, x: tf.Tensor3D): tf.Tensor3D =>
    tf.relu(convolution(x, p[`${name}/kernel`] as tf.Tensor, p[`${name}/bias`] as tf.Tensor));
  return {
    parameters: {
      ...under('first', convolutionParameters(size, features, filters, random.split('first'))),
      ...under('second', convolutionParameters(left, filters, filters, random.split('second'))),
    },
    outputs: assets * filters,
    apply(p, { market }) {
      if (!market) throw new StrataError('this network reads rows of the market; the observation shows none');
      const batch = market.shape[0];
      const byAsset = tf.transpose(tf.reshape(market, [batch, window, assets, features]), [0, 2, 1, 3]);
      const rows = tf.reshape(byAsset, [batch * assets, window, features]) as tf.Tensor3D;
      return tf.reshape(layer(p, 'second', layer(p, 'first', rows)), [batch, assets * filters]);
    },
  };
}
