/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber 1997) from zero initial states, in the form that computes fastest.
 *
 * The gates stand in the order input, forget, candidate, output (as in PyTorch and Keras) in the columns of `kernel` and in `bias`; the
 * rows of `kernel` are the inputs, then the hidden units. There is no separate forget bias: put it into `bias`.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';
import { isNative, nativeBackend } from './captured/native.js';
import { composedLstm } from './lstm-composed.js';
import { fusedLstm } from './lstm-fused.js';

/** From this batch on many plain operators on large matrices take less time than the fused one, which makes poor use of the processor. */
const composedFrom = 32;

/**
 * Hidden states of all steps.
 *
 * @param inputs [steps, batch, features]
 * @param kernel [features + hidden, 4 × hidden]
 * @param bias   [4 × hidden]
 * @returns [steps, batch, hidden]
 * @throws StrataError where the shapes do not belong together
 */
export function lstmSequence(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor3D {
  return layer(inputs, kernel, bias, 'all') as tf.Tensor3D;
}

/** Hidden state after the last step, [batch, hidden]; arguments as {@link lstmSequence}. */
export function lstmLastHidden(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  return layer(inputs, kernel, bias, 'last') as tf.Tensor2D;
}

function layer(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, states: 'all' | 'last'): tf.Tensor {
  checkShapes(inputs.shape, kernel.shape, bias.shape);
  const [x, w] = [inputs as tf.Tensor3D, kernel as tf.Tensor2D];
  return useFused(x.shape[1])
    ? fusedLstm(x, w, bias as tf.Tensor1D, states)
    : composedLstm(x, w, bias as tf.Tensor1D, states);
}

function useFused(batch: number): boolean {
  if (!isNative()) return false;
  const { isUsingGpuDevice } = nativeBackend() as unknown as { readonly isUsingGpuDevice: boolean };
  return isUsingGpuDevice || batch < composedFrom;
}

function checkShapes(inputs: readonly number[], kernel: readonly number[], bias: readonly number[]): void {
  const [features, hidden] = [inputs[2], (bias[0] ?? 0) / 4];
  const fits = inputs.length === 3 && features !== undefined && Number.isInteger(hidden) && hidden > 0;
  if (fits && kernel.join() === `${features + hidden},${4 * hidden}`) return;
  const shown = [inputs, kernel, bias].map((s) => `[${s.join(', ')}]`).join(', ');
  throw new StrataError(
    `an LSTM takes inputs [steps, batch, features], kernel [features + hidden, 4 × hidden] and bias [4 × hidden]; received ${shown}`,
    { code: 'learner' },
  );
}
