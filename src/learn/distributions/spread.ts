/** The spread of a distribution as a constant or as a learnt parameter. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import { StrataError } from '../../core/index.js';
import type { SpreadOptions } from './distribution.js';

export function spreadOf({ spread, learnt = false }: SpreadOptions): {
  readonly parameters: Readonly<Record<string, VariableSpec>>;
  readonly value: (p: Tensors) => tf.Scalar;
} {
  if (!(spread > 0)) throw new StrataError(`the spread of a distribution is above 0; received ${spread}`);
  if (!learnt) return { parameters: {}, value: () => tf.scalar(spread) };
  return {
    parameters: { logSpread: { shape: [], values: Float32Array.of(Math.log(spread)) } },
    value: (p) => tf.exp(p.logSpread as tf.Scalar),
  };
}
