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
import { takeTurn } from './captured/turns.js';
import { rawOperator } from './raw-operator.js';

/** Hidden units × batch of one part: its gates take four times as many floats, 640 KiB. Half and double are 3 to 10 % slower on a 2 MiB cache. */
const partSize = 40960;

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
  const parts = partsOf(batch, hidden);
  const computed = parts.map(({ from, size }) => {
    const own = parts.length === 1 ? x : tf.slice(x, [0, 0, from], [steps, features, size]);
    const h = featuresFirst(own as tf.Tensor3D, weights, states);
    return states === 'last' ? tf.transpose(h, [1, 0]) : tf.transpose(h, [0, 2, 1]);
  });
  return parts.length === 1 ? (computed[0] as tf.Tensor) : tf.concat(computed, states === 'last' ? 0 : 1);
}

/** Parts of about equal size whose rows begin on cache lines (16 floats), so that taking tensors apart along their rows copies nothing. */
function partsOf(batch: number, hidden: number): readonly { readonly from: number; readonly size: number }[] {
  const count = Math.max(1, Math.round((batch * hidden) / partSize));
  const size = 16 * Math.ceil(batch / count / 16);
  const from = Array.from({ length: Math.ceil(batch / size) }, (_, part) => part * size);
  return from.map((start) => ({ from: start, size: Math.min(size, batch - start) }));
}

/**
 * @param inputs  [steps, features, batch]
 * @param weights [features + 1 + hidden, 4 × hidden], rows of inputs, bias and hidden units, columns with the sigmoids first
 * @returns all hidden states [steps, hidden, batch], or the last one [hidden, batch]
 */
function featuresFirst(inputs: tf.Tensor3D, weights: tf.Tensor2D, states: 'all' | 'last'): tf.Tensor {
  const [steps, features, batch] = inputs.shape;
  const hidden = weights.shape[1] / 4;
  const run = tf.customGrad((...args) => {
    const [x, w, save] = args as unknown as [tf.Tensor3D, tf.Tensor2D, (tensors: tf.Tensor[]) => void];
    const ones = tf.fill([1, batch], 1);
    const saved: tf.Tensor[] = [];
    const all: tf.Tensor[] = [];
    let h: tf.Tensor = tf.fill([hidden, batch], 0);
    let c: tf.Tensor = h;
    const turn = takeTurn();
    turn.begin();
    for (const now of tf.unstack(x)) {
      const operand = tf.concat([now, ones, h]) as tf.Tensor2D;
      const gates = tf.split(tf.matMul(w, operand, true), [3 * hidden, hidden]) as [tf.Tensor2D, tf.Tensor2D];
      const sigmoids = tf.sigmoid(gates[0]);
      const candidate = tf.tanh(gates[1]);
      const [input, forget, output] = tf.split(sigmoids, 3) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const before = c;
      c = tf.add(tf.mul(forget, before), tf.mul(input, candidate));
      const squashed = tf.tanh(c);
      h = tf.mul(output, squashed);
      saved.push(operand, sigmoids, candidate, input, forget, output, before, squashed);
      all.push(h);
    }
    turn.end(h);
    save([w, ...saved]);
    return { value: states === 'last' ? h : tf.stack(all), gradFunc: gradient as never };
  });

  const gradient = (dy: tf.Tensor, [w, ...saved]: [tf.Tensor2D, ...tf.Tensor2D[]]): tf.Tensor[] => {
    const recurrent = tf.slice(w, [features + 1, 0], [hidden, 4 * hidden]);
    const fromInputs = tf.slice(w, [0, 0], [features, 4 * hidden]);
    const turn = takeTurn();
    turn.begin();
    const given = states === 'all' ? tf.unstack(dy) : [dy];
    const dInputs: tf.Tensor[] = [];
    const dWeights: tf.Tensor[] = [];
    let dh: tf.Tensor | undefined;
    let dc: tf.Tensor | undefined;
    for (let t = steps - 1; t >= 0; t--) {
      const step = saved.slice(8 * t, 8 * (t + 1)) as Step;
      const [operand, sigmoids, candidate, input, forget, output, before, squashed] = step;
      const own = states === 'all' ? given[t] : t === steps - 1 ? given[0] : undefined;
      const ofHidden = sum(dh, own);
      const ofState = sum(dc, tanhGradient(squashed, tf.mul(ofHidden, output)));
      const ofSigmoids = tf.concat([tf.mul(ofState, candidate), tf.mul(ofState, before), tf.mul(ofHidden, squashed)]);
      const ofCandidate = tanhGradient(candidate, tf.mul(ofState, input));
      const ofGates = tf.concat([sigmoidGradient(sigmoids, ofSigmoids), ofCandidate]) as tf.Tensor2D;
      dWeights.push(tf.matMul(operand, ofGates, false, true));
      dInputs.unshift(tf.matMul(fromInputs, ofGates));
      dh = tf.matMul(recurrent, ofGates);
      dc = tf.mul(ofState, forget);
    }
    const ofWeights = tf.addN(dWeights);
    turn.end(ofWeights);
    return [tf.stack(dInputs), ofWeights];
  };
  return run(inputs, weights);
}

/** What the gradient of a step needs of it: its operand, its gates together and apart, its state before it and after. */
type Step = [
  operand: tf.Tensor2D,
  sigmoids: tf.Tensor2D,
  candidate: tf.Tensor2D,
  input: tf.Tensor2D,
  forget: tf.Tensor2D,
  output: tf.Tensor2D,
  before: tf.Tensor2D,
  squashed: tf.Tensor2D,
];

function sum(a: tf.Tensor | undefined, b: tf.Tensor | undefined): tf.Tensor {
  return a && b ? tf.add(a, b) : ((a ?? b) as tf.Tensor);
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
