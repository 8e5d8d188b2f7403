/** Rows of a device-side matrix by index: how observations reach a network without leaving the device. */
import * as tf from '@tensorflow/tfjs-core';
import { isNative, nativeBackend, nativeId } from './native.js';

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
  const backend = nativeBackend();
  const { binding } = backend;
  const type = (name: string, value: number): { name: string; type: number; value: number } => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value,
  });
  const attributes = [
    { name: 'batch_dims', type: binding.TF_ATTR_INT, value: 0 },
    type('Tparams', binding.TF_FLOAT),
    type('Tindices', binding.TF_INT32),
    type('Taxis', binding.TF_INT32),
  ];
  const axis = tf.scalar(0, 'int32');
  const [found] = binding.executeOp('GatherV2', attributes, [rows, indices, axis].map(nativeId), 1);
  axis.dispose();
  return backend.createOutputTensor(found as NonNullable<typeof found>);
}
