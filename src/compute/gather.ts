/** Rows of a device-side matrix by index: how observations reach a network without leaving the device. */
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from './captured/native.js';
import { rawOperator } from './raw-operator.js';

/**
 * Rows of a matrix. No gradient flows into the matrix. On TensorFlow tfjs would read the indices back to check them, which a captured step
 * cannot; the operator checks them itself.
 *
 * @param rows    [count, width]
 * @param indices int32, any shape, each in [0, count)
 * @returns the shape of the indices with `width` behind it
 */
export function gatherRows(rows: tf.Tensor2D, indices: tf.Tensor): tf.Tensor {
  if (!isNative()) return tf.gather(rows, indices);
  const attributes = {
    batch_dims: { int: 0 },
    Tparams: { type: 'float32' },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
  } as const;
  return tf.tidy(() => rawOperator('GatherV2', [rows, indices, tf.scalar(0, 'int32')], attributes)[0] as tf.Tensor);
}
