/**
 * How observations reach a network: private numbers as rows of floats, market rows by index. The market table lies on the device as a
 * variable, and a window is gathered from it inside the graph.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gatherRows, type TensorSpec, type Tensors, type VariableSpec } from '../../compute/index.js';
import { StrataError } from '../../core/index.js';
import type { ObservationSpace } from '../../environment/index.js';
import type { NetworkInput } from './network.js';

/** What programs take of observations. */
export interface ObservationForm {
  readonly space: ObservationSpace;
  /** Rows of the market that a network sees, the observation's own the last; 0 where there is no market. */
  readonly window: number;
}

/** Indices are kept as floats, which are exact up to here. */
const mostRows = 2 ** 24;

/** Numbers in a row of the market and among the private ones. */
export function observationWidths({ space, window }: ObservationForm): { market: number; values: number } {
  return { market: window > 0 ? (space.market?.columns.length ?? 0) : 0, values: space.values.low.length };
}

/** The variables `market/rows` [rows, F] and `market/dayStart` [days + 1, 1], which are not saved. @throws StrataError above 2²⁴ rows */
export function observationVariables({ space, window }: ObservationForm): Record<string, VariableSpec> {
  const { market } = space;
  if (!market || window === 0) return {};
  const features = market.columns.length;
  const rows = market.values.length / features;
  if (rows > mostRows)
    throw new StrataError(
      `a market table on the device has at most ${mostRows} rows; received ${rows}: split the days`,
    );
  const common = { trainable: false, saved: false } as const;
  return {
    'market/rows': { shape: [rows, features], values: market.values, ...common },
    'market/dayStart': {
      shape: [market.dayStart.length, 1],
      values: Float32Array.from(market.dayStart),
      ...common,
    },
  };
}

/** Inputs `market` int32 [batch, 2] and `values` [batch, width], or `nextMarket` and `nextValues`; none for a part that is empty. */
export function observationInputs(form: ObservationForm, batch: number, next = false): Record<string, TensorSpec> {
  const { market, values } = observationWidths(form);
  return {
    ...(market > 0 && { [next ? 'nextMarket' : 'market']: { shape: [batch, 2], dtype: 'int32' } }),
    ...(values > 0 && { [next ? 'nextValues' : 'values']: { shape: [batch, values], dtype: 'float32' } }),
  };
}

/** What a network sees of a program's inputs; rows of a window that lie before the day's first one are zero. */
export function observed(form: ObservationForm, variables: Tensors, inputs: Tensors, next = false): NetworkInput {
  const at = inputs[next ? 'nextMarket' : 'market'] as tf.Tensor2D | undefined;
  const values = (inputs[next ? 'nextValues' : 'values'] as tf.Tensor2D | undefined) ?? null;
  if (!at) return { market: null, values };
  const { window } = form;
  const batch = at.shape[0];
  const [day, snapshot] = tf.split(at, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const first = gatherRows(variables['market/dayStart'] as tf.Tensor2D, tf.reshape(day, [batch]));
  const steps = tf.tensor2d(
    Int32Array.from({ length: window }, (_, k) => k + 1 - window),
    [1, window],
    'int32',
  );
  const within = tf.add(snapshot, steps);
  const kept = tf.maximum(within, tf.scalar(0, 'int32'));
  const rows = gatherRows(variables['market/rows'] as tf.Tensor2D, tf.add(tf.cast(first, 'int32'), kept));
  const known = tf.cast(tf.greaterEqual(within, tf.scalar(0, 'int32')), 'float32');
  return { market: tf.mul(rows, tf.reshape(known, [batch, window, 1])) as tf.Tensor3D, values };
}
