/** An LSTM layer by BlockLSTMV2 and BlockLSTMGradV2 of TensorFlow, which tfjs does not wrap: one operator for all steps. */
import * as tf from '@tensorflow/tfjs-core';
import { rawOperator } from './raw-operator.js';

const float = { T: { type: 'float32' }, use_peephole: { bool: false } } as const;

/** Arguments and result as `lstmSequence` and `lstmLastHidden`. */
export function fusedLstm(
  inputs: tf.Tensor3D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  states: 'all' | 'last',
): tf.Tensor {
  const [steps, batch] = inputs.shape;
  const hidden = bias.shape[0] / 4;
  const length = BigInt(steps);
  const run = tf.customGrad((...args) => {
    const [x, w, b, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, (tensors: tf.Tensor[]) => void];
    const outputs = rawOperator(
      'BlockLSTMV2',
      [length, ...operands(x, w, b)],
      { ...float, cell_clip: { float: 0 } },
      7,
    );
    save([x, w, b, ...outputs]);
    const gradFunc = (dy: tf.Tensor, saved: readonly tf.Tensor[]): tf.Tensor[] => {
      const [sx, sw, sb, ...forward] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      const noCellGradient = tf.fill([steps, batch, hidden], 0);
      const given = [length, ...operands(sx, sw, sb), ...forward, noCellGradient, dy];
      const gradients = rawOperator('BlockLSTMGradV2', given, float, 8);
      return [gradients[0], gradients[3], gradients[7]] as tf.Tensor[];
    };
    return { value: outputs[6] as tf.Tensor, gradFunc: gradFunc as never };
  });
  const operands = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor[] => {
    const state = tf.fill([batch, hidden], 0);
    const peephole = tf.fill([hidden], 0);
    return [x, state, state, w, peephole, peephole, peephole, b];
  };
  const all = run(inputs, kernel, bias);
  if (states === 'all') return all;
  return tf.reshape(tf.slice(all, [steps - 1, 0, 0], [1, batch, hidden]), [batch, hidden]);
}
