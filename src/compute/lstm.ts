/** A layer of long short-term memory (Hochreiter and Schmidhuber 1997): TensorFlow's fused operator where it is, composed operators elsewhere. */
import * as tf from '@tensorflow/tfjs-core';
import { isNative, nativeBackend, nativeId, type OpAttribute } from './native.js';

/**
 * Hidden states of all steps, from zero initial states.
 *
 * The gates stand in the order input, forget, candidate, output (as in PyTorch and Keras) in the columns of `kernel` and in `bias`; the
 * rows of `kernel` are the inputs, then the hidden units. There is no separate forget bias: put it into `bias`.
 *
 * @param inputs [steps, batch, features]
 * @param kernel [features + hidden, 4 × hidden]
 * @param bias   [4 × hidden]
 * @returns [steps, batch, hidden]
 */
export function lstmSequence(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor3D {
  return isNative() ? fused(inputs, kernel, bias) : (tf.stack(composed(inputs, kernel, bias)) as tf.Tensor3D);
}

/** Hidden state after the last step, [batch, hidden]; arguments as {@link lstmSequence}. */
export function lstmLastHidden(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  if (!isNative()) return composed(inputs, kernel, bias).at(-1) as tf.Tensor2D;
  const [steps, batch] = inputs.shape as [number, number, number];
  const hidden = (bias.shape[0] as number) / 4;
  return tf.reshape(tf.slice(fused(inputs, kernel, bias), [steps - 1, 0, 0], [1, batch, hidden]), [batch, hidden]);
}

function composed(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor2D[] {
  const [steps, batch, features] = inputs.shape as [number, number, number];
  const hidden = (bias.shape[0] as number) / 4;
  const fromInput = tf.slice(kernel, [0, 0], [features, 4 * hidden]) as tf.Tensor2D;
  const fromHidden = tf.slice(kernel, [features, 0], [hidden, 4 * hidden]) as tf.Tensor2D;
  let h = tf.fill([batch, hidden], 0) as tf.Tensor2D;
  let c = tf.fill([batch, hidden], 0) as tf.Tensor2D;
  const states: tf.Tensor2D[] = [];
  for (let t = 0; t < steps; t++) {
    const x = tf.reshape(tf.slice(inputs, [t, 0, 0], [1, batch, features]), [batch, features]) as tf.Tensor2D;
    const gates = tf.add(tf.add(tf.matMul(x, fromInput), tf.matMul(h, fromHidden)), bias) as tf.Tensor2D;
    const gate = (k: number): tf.Tensor2D => tf.slice(gates, [0, k * hidden], [batch, hidden]);
    c = tf.add(tf.mul(tf.sigmoid(gate(1)), c), tf.mul(tf.sigmoid(gate(0)), tf.tanh(gate(2))));
    h = tf.mul(tf.sigmoid(gate(3)), tf.tanh(c));
    states.push(h);
  }
  return states;
}

/** BlockLSTMV2 and its gradient, which tfjs does not wrap. */
function fused(inputs: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor3D {
  const [steps, batch] = inputs.shape as [number, number, number];
  const hidden = (bias.shape[0] as number) / 4;
  const layer = tf.customGrad((...args) => {
    const [x, w, b, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, (tensors: tf.Tensor[]) => void];
    const zeros = tf.fill([batch, hidden], 0);
    const peephole = tf.fill([hidden], 0);
    const state = [x, zeros, zeros, w, peephole, peephole, peephole, b];
    const outputs = blockLstm('BlockLSTMV2', steps, state, [floatAttribute('cell_clip', 0)], 7);
    save([x, w, b, ...outputs]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [sx, sw, sb, ...steps_] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      const zero = tf.fill([batch, hidden], 0);
      const none = tf.fill([hidden], 0);
      const noCellGradient = tf.fill([steps, batch, hidden], 0);
      const all = [sx, zero, zero, sw, none, none, none, sb, ...steps_, noCellGradient, dy];
      const gradients = blockLstm('BlockLSTMGradV2', steps, all, [], 8);
      return [gradients[0], gradients[3], gradients[7]] as tf.Tensor[];
    };
    return { value: outputs[6] as tf.Tensor, gradFunc: gradFunc as never };
  });
  return layer(inputs, kernel, bias) as tf.Tensor3D;
}

function floatAttribute(name: string, value: number): OpAttribute {
  return { name, type: nativeBackend().binding.TF_ATTR_FLOAT, value };
}

function blockLstm(
  name: string,
  steps: number,
  inputs: readonly tf.Tensor[],
  more: readonly OpAttribute[],
  count: number,
): tf.Tensor[] {
  const backend = nativeBackend();
  const { binding } = backend;
  const attributes = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'use_peephole', type: binding.TF_ATTR_BOOL, value: false },
    ...more,
  ];
  // The operator takes its number of steps as a 64-bit integer, which tfjs has no tensor for: two 32-bit words, low first.
  const length = binding.createTensor([], binding.TF_INT64, Int32Array.of(steps, 0));
  const outputs = binding.executeOp(name, attributes, [length, ...inputs.map(nativeId)], count);
  binding.deleteTensor(length);
  return outputs.map((o) => backend.createOutputTensor(o));
}
