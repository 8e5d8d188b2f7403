/** Networks of M3T: what reads the book (Table VIII), the Micro Trader's and the flat traders' values, the Meta Trader's (docs/papers/m3t.md, networks). */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../../core/index.js';
import { orderActions } from '../../execution/index.js';
import { type BookFeature, bookRows } from '../../features/index.js';
import {
  type NetworkFactory,
  perceptronNetwork,
  valueNetwork,
  type WindowEncoder,
  windowNetwork,
} from '../../learn/index.js';
import type { M3tConfig } from './config.js';
import { subgoals } from './subgoals.js';
import { metaSpace } from './tasks.js';

/** Settings that networks depend on. */
export type NetworkConfig = Pick<
  M3tConfig,
  | 'bookFeatures'
  | 'featureMid'
  | 'bookWindow'
  | 'microEncoder'
  | 'microWidth'
  | 'microHeads'
  | 'microFeedForward'
  | 'microPrivateWidth'
  | 'metaHidden'
  | 'extrinsicState'
>;

/** What a trader reads of the book beside its rows, e.g. the future in a test of the whole chain. */
export interface BookSight {
  readonly levels: number;
  /** Columns behind those of the book rows. */
  readonly extraColumns?: number;
}

/** The book rows of the settings. */
export function rowsFeature({ bookFeatures, featureMid }: NetworkConfig): BookFeature {
  return bookRows(bookFeatures === 'log-raw' ? 'log-raw' : `mid-ticks/${featureMid}`);
}

/** Turns a window of the book and groups of private numbers into features. @param groups how many private numbers each has */
export function trunkNetwork(config: NetworkConfig, sight: BookSight, groups: readonly number[]): NetworkFactory {
  const { bookWindow: window, microWidth: width, microPrivateWidth } = config;
  const { levels, extraColumns = 0 } = sight;
  const lastRow = config.bookFeatures === 'mid-ticks' && config.featureMid === 'last-row';
  return (random) => {
    const trunk = windowNetwork(
      {
        window,
        features: 4 * levels + extraColumns,
        encoder: encoderOf(config),
        groups: groups.map((numbers) => ({ numbers, width: microPrivateWidth })),
        outputs: width,
      },
      random,
    );
    if (!lastRow) return trunk;
    return {
      ...trunk,
      apply(p, { market, values }) {
        if (!market) throw new StrataError('this network reads rows of the book; the observation shows none');
        return trunk.apply(p, { market: fromLastMid(market, levels), values });
      },
    };
  };
}

/** Values of the three actions under a subgoal. */
export function microNetwork(config: NetworkConfig, sight: BookSight): NetworkFactory {
  return valued(trunkNetwork(config, sight, [subgoals().length, 2]));
}

/** Values of the three actions without subgoals. */
export function flatNetwork(config: NetworkConfig, sight: BookSight): NetworkFactory {
  return valued(trunkNetwork(config, sight, [2]));
}

/** Values of the nine subgoals. */
export function metaNetwork(config: NetworkConfig): NetworkFactory {
  const { names, actions } = metaSpace(config);
  return (random) => perceptronNetwork([names.length, config.metaHidden, actions.choices], random);
}

function valued(trunk: NetworkFactory): NetworkFactory {
  return (random) => valueNetwork(trunk(random.split('trunk')), orderActions.length, [], random);
}

function encoderOf(config: NetworkConfig): WindowEncoder {
  const { microEncoder: kind, microWidth: width } = config;
  if (kind === 'attention') return { kind, width, heads: config.microHeads, feedForward: config.microFeedForward };
  return kind === 'convolution' ? { kind, width, size: Math.min(5, config.bookWindow) } : { kind, width };
}

/**
 * Rows whose prices are told from the day's first mid become rows told from the mid of the window's last row; rows before the day's first,
 * which are zero, stay so (`bookWindow` in numbers).
 */
function fromLastMid(market: tf.Tensor3D, levels: number): tf.Tensor3D {
  const [batch, window, width] = market.shape;
  const part = (from: number, size: number): tf.Tensor3D => tf.slice(market, [0, 0, from], [batch, window, size]);
  const [prices, sizes] = [part(0, 2 * levels), part(2 * levels, 2 * levels)];
  const mid = tf.slice(market, [0, window - 1, 4 * levels], [batch, 1, 1]);
  const there = tf.cast(tf.greater(tf.sum(tf.abs(sizes), 2, true), 0), 'float32');
  const extra = width - 4 * levels - 1;
  const relative = tf.sub(prices, tf.mul(mid, there));
  return tf.concat([relative, sizes, ...(extra > 0 ? [part(4 * levels + 1, extra)] : [])], 2) as tf.Tensor3D;
}
