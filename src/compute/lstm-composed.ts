/**
 * An LSTM layer of plain operators with its gradient written out, for every backend.
 *
 * Everything lies features first, [features, batch], so that gates are contiguous rows: taking one apart copies nothing, and each
 * non-linearity is one operator on all gates that share it. A step multiplies (weights, bias, recurrent weights) by (inputs, ones, hidden
 * states) at once, which makes the bias and its gradient rows of that product. Large batches are computed in parts that fit the
 * processor's cache, and that its cores can take side by side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from './captured/native.js';
import { rawOperator } from './raw-operator.js';

/** Hidden units × batch of one part: its gates take four times as many floats, 512 KiB. */
const partSize = 32768;

/** Order of the gates while computing: the three sigmoids first. From input, forget, candidate, output and back, as it is its own inverse. */
const sigmoidsFirst = [0, 1, 3, 2] as const;

/** Arguments and result as `lstmSequence` and `lstmLastHidden`. */
export function composedLstm(
  inputs: tf.Tensor3D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  states: 'all' | 'last',
): tf.Tensor {
  const [steps, batch, features] = inputs.shape;
  const hidden = bias.shape[0] / 4;
  const rows = tf.concat([
    tf.slice(kernel, [0, 0], [features, 4 * hidden]),
    tf.reshape(bias, [1, 4 * hidden]),
    tf.slice(kernel, [features, 0], [hidden, 4 * hidden]),
  ]);
  const weights = reordered(rows as tf.Tensor2D, hidden);
  const x = features === 1 ? tf.reshape(inputs, [steps, 1, batch]) : tf.transpose(inputs, [0, 2, 1]);
  const parts = Math.max(1, Math.round((batch * hidden) / partSize));
  const computed = Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * batch) / parts);
    const size = Math.floor(((part + 1) * batch) / parts) - from;
    const own = parts === 1 ? x : tf.slice(x, [0, 0, from], [steps, features, size]);
    const h = featuresFirst(own as tf.Tensor3D, weights, states);
    return states === 'last' ? tf.transpose(h, [1, 0]) : tf.transpose(h, [0, 2, 1]);
  });
  return parts === 1 ? (computed[0] as tf.Tensor) : tf.concat(computed, states === 'last' ? 0 : 1);
}

/**
 * @param inputs  [steps, features, batch]
 * @param weights [features + 1 + hidden, 4 × hidden], rows of inputs, bias and hidden units, columns with the sigmoids first
 * @returns all hidden states [steps, hidden, batch], or the last one [hidden, batch]
 */
function featuresFirst(inputs: tf.Tensor3D, weights: tf.Tensor2D, states: 'all' | 'last'): tf.Tensor {
  const [steps, features, batch] = inputs.shape;
  const hidden = weights.shape[1] / 4;
  const block = (t: tf.Tensor, n: number, count = 1): tf.Tensor2D =>
    tf.slice(t as tf.Tensor2D, [n * hidden, 0], [count * hidden, batch]);
  /** Tensors saved for each step. */
  const perStep = 5;

  const run = tf.customGrad((...args) => {
    const [x, w, save] = args as unknown as [tf.Tensor3D, tf.Tensor2D, (tensors: tf.Tensor[]) => void];
    const ones = tf.fill([1, batch], 1);
    const saved: tf.Tensor[] = [];
    const all: tf.Tensor[] = [];
    let h: tf.Tensor = tf.fill([hidden, batch], 0);
    let c: tf.Tensor = h;
    for (let t = 0; t < steps; t++) {
      const now = tf.reshape(tf.slice(x, [t, 0, 0], [1, features, batch]), [features, batch]);
      const operand = tf.concat([now, ones, h]) as tf.Tensor2D;
      const gates = tf.matMul(w, operand, true, false);
      const sigmoids = tf.sigmoid(block(gates, 0, 3));
      const candidate = tf.tanh(block(gates, 3));
      const before = c;
      c = tf.add(tf.mul(block(sigmoids, 1), before), tf.mul(block(sigmoids, 0), candidate));
      const squashed = tf.tanh(c);
      h = tf.mul(block(sigmoids, 2), squashed);
      saved.push(operand, sigmoids, candidate, before, squashed);
      all.push(h);
    }
    save([w, ...saved]);
    return { value: states === 'last' ? h : tf.stack(all), gradFunc: gradient as never };
  });

  const gradient = (dy: tf.Tensor, [w, ...saved]: [tf.Tensor2D, ...tf.Tensor2D[]]): tf.Tensor[] => {
    const recurrent = tf.slice(w, [features + 1, 0], [hidden, 4 * hidden]);
    const fromInputs = tf.slice(w, [0, 0], [features, 4 * hidden]);
    const dInputs: tf.Tensor[] = [];
    const dWeights: tf.Tensor[] = [];
    let dh: tf.Tensor | undefined = states === 'last' ? dy : undefined;
    let dc: tf.Tensor | undefined;
    for (let t = steps - 1; t >= 0; t--) {
      const [operand, sigmoids, candidate, before, squashed] = saved.slice(perStep * t, perStep * (t + 1)) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      if (states === 'all') {
        const own = tf.reshape(tf.slice(dy, [t, 0, 0], [1, hidden, batch]), [hidden, batch]);
        dh = dh ? tf.add(dh, own) : own;
      }
      const ofHidden = dh as tf.Tensor;
      const ofCell = tanhGradient(squashed, tf.mul(ofHidden, block(sigmoids, 2)));
      const ofState: tf.Tensor = dc ? tf.add(dc, ofCell) : ofCell;
      const ofSigmoids = tf.concat([tf.mul(ofState, candidate), tf.mul(ofState, before), tf.mul(ofHidden, squashed)]);
      const ofCandidate = tanhGradient(candidate, tf.mul(ofState, block(sigmoids, 0)));
      const ofGates = tf.concat([sigmoidGradient(sigmoids, ofSigmoids), ofCandidate]) as tf.Tensor2D;
      dWeights.push(tf.matMul(operand, ofGates, false, true));
      dInputs.unshift(tf.matMul(fromInputs, ofGates));
      dh = tf.matMul(recurrent, ofGates);
      dc = tf.mul(ofState, block(sigmoids, 1));
    }
    return [tf.stack(dInputs), tf.addN(dWeights)];
  };
  return run(inputs, weights);
}

/** Columns with the gates in the other order. */
function reordered(rows: tf.Tensor2D, hidden: number): tf.Tensor2D {
  const gate = (n: number) => tf.slice(rows, [0, n * hidden], [rows.shape[0], hidden]);
  return tf.concat(
    sigmoidsFirst.map((n) => gate(n)),
    1,
  );
}

/** Gradient through y = tanh(x). */
function tanhGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (isNative()) return rawOperator('TanhGrad', [y, dy], { T: { type: 'float32' } })[0] as tf.Tensor;
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}

/** Gradient through y = 1 / (1 + e^-x). */
function sigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (isNative()) return rawOperator('SigmoidGrad', [y, dy], { T: { type: 'float32' } })[0] as tf.Tensor;
  return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
}
