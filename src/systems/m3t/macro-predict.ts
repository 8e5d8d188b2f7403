/**
 * Estimates of trained Macro Trader networks, computed without a tensor library: a policy loads and decides anywhere.
 *
 * Weights are single precision, sums are double precision; the result agrees with the training device to about 1e-6.
 */
import { StrataError } from '../../core/index.js';
import type { MacroEstimator } from './macro-networks.js';

/** Trained parameters of one model by name, row-major. */
export type MacroWeights = Readonly<Record<string, Float32Array>>;

/** Forms of the networks that change what the weights mean. */
export interface MacroForm {
  readonly estimator: MacroEstimator;
  readonly activation: 'relu' | 'none';
  readonly mlp: 'linear-dropout' | 'relu';
}

/**
 * Estimated share of one tranche from its shares on the previous days.
 *
 * @param history [N] oldest first
 */
export function estimateShare(form: MacroForm, weights: MacroWeights, history: ArrayLike<number>): number {
  if (form.estimator === 'linear') return scalar(dense(Float64Array.from(history), weights, 'output'));
  if (form.estimator === 'mlp') {
    const rectify = form.mlp === 'relu';
    let layer: Float64Array = Float64Array.from(history);
    for (const name of ['layer1', 'layer2', 'layer3']) {
      layer = dense(layer, weights, name);
      if (rectify) layer = relu(layer);
    }
    return scalar(dense(layer, weights, 'output'));
  }
  const hidden = lstmLast(history, weights);
  return scalar(dense(form.activation === 'relu' ? relu(hidden) : hidden, weights, 'output'));
}

/**
 * Estimates of all tranches of a day, each from its own history.
 *
 * @param history  realised shares of the N days before the day, row-major [days × tranches], oldest first
 * @param tranches tranches a day
 */
export function estimateProfile(
  form: MacroForm,
  weights: MacroWeights | readonly MacroWeights[],
  history: ArrayLike<number>,
  tranches: number,
): Float64Array {
  const days = history.length / tranches;
  const sequence = new Float64Array(days);
  const estimate = new Float64Array(tranches);
  for (let i = 0; i < tranches; i++) {
    for (let d = 0; d < days; d++) sequence[d] = history[d * tranches + i] as number;
    const own = Array.isArray(weights) ? (weights[i] as MacroWeights) : (weights as MacroWeights);
    estimate[i] = estimateShare(form, own, sequence);
  }
  return estimate;
}

/** Last hidden state of an LSTM layer that reads one number a step; gates lie in the kernel in the order given in compute/. */
function lstmLast(sequence: ArrayLike<number>, weights: MacroWeights): Float64Array {
  const kernel = parameter(weights, 'lstm.kernel');
  const bias = parameter(weights, 'lstm.bias');
  const hidden = bias.length / 4;
  const h = new Float64Array(hidden);
  const c = new Float64Array(hidden);
  const gates = new Float64Array(4 * hidden);
  for (let t = 0; t < sequence.length; t++) {
    const x = sequence[t] as number;
    for (let g = 0; g < 4 * hidden; g++) gates[g] = (bias[g] as number) + x * (kernel[g] as number);
    for (let k = 0; k < hidden; k++) {
      const state = h[k] as number;
      const row = (k + 1) * 4 * hidden;
      for (let g = 0; g < 4 * hidden; g++) gates[g] = (gates[g] as number) + state * (kernel[row + g] as number);
    }
    for (let k = 0; k < hidden; k++) {
      const input = sigmoid(gates[k] as number);
      const forget = sigmoid(gates[hidden + k] as number);
      const candidate = Math.tanh(gates[2 * hidden + k] as number);
      const output = sigmoid(gates[3 * hidden + k] as number);
      const cell = forget * (c[k] as number) + input * candidate;
      c[k] = cell;
      h[k] = output * Math.tanh(cell);
    }
  }
  return h;
}

function dense(input: Float64Array, weights: MacroWeights, layer: string): Float64Array {
  const kernel = parameter(weights, `${layer}.kernel`);
  const output = Float64Array.from(parameter(weights, `${layer}.bias`));
  for (let k = 0; k < input.length; k++) {
    const x = input[k] as number;
    for (let j = 0; j < output.length; j++)
      output[j] = (output[j] as number) + x * (kernel[k * output.length + j] as number);
  }
  return output;
}

function parameter(weights: MacroWeights, name: string): Float32Array {
  const values = weights[name];
  if (!values)
    throw new StrataError(
      `The weights have no parameter ${name}, only ${Object.keys(weights).join(', ')}: load the weights of the same estimator.`,
    );
  return values;
}

const relu = (values: Float64Array): Float64Array => values.map((v) => Math.max(0, v));
const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
const scalar = (values: Float64Array): number => values[0] as number;
