/** A gated recurrent unit (Cho et al. 2014) in the form of PyTorch and cuDNN: the reset gate acts on the recurrent product and its bias. */
import * as tf from '@tensorflow/tfjs-core';
import type { VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { uniformFanIn } from './initialisers.js';

/** Parameters of a GRU, gates in the order reset, update, candidate. */
export type GruParameter = 'kernel' | 'recurrent' | 'bias' | 'recurrentBias';

/** `kernel` [inputs, 3 × hidden], `recurrent` [hidden, 3 × hidden] and a bias [3 × hidden] for each, uniform in ±1/√hidden. */
export function gruParameters(
  inputs: number,
  hidden: number,
  random: Generator,
): Readonly<Record<GruParameter, VariableSpec>> {
  const draw = (name: string, shape: readonly number[]): VariableSpec => ({
    shape,
    values: uniformFanIn(shape, hidden, random.split(name)),
  });
  return {
    kernel: draw('kernel', [inputs, 3 * hidden]),
    recurrent: draw('recurrent', [hidden, 3 * hidden]),
    bias: draw('bias', [3 * hidden]),
    recurrentBias: draw('recurrentBias', [3 * hidden]),
  };
}

/**
 * r, z = σ(x W + b + h U + c); n = tanh(x W + b + r (h U + c)); h ← (1 − z) n + z h, from h = 0.
 * @param x [steps, batch, inputs]
 * @returns the last h [batch, hidden]
 */
export function gruLastHidden(x: tf.Tensor3D, parameters: Readonly<Record<GruParameter, tf.Tensor>>): tf.Tensor2D {
  const { kernel, recurrent, bias, recurrentBias } = parameters;
  const [steps, batch, inputs] = x.shape;
  const hidden = recurrent.shape[0] as number;
  const projected = tf.add(
    tf.matMul(tf.reshape(x, [steps * batch, inputs]) as tf.Tensor2D, kernel as tf.Tensor2D),
    bias,
  );
  const eachStep = tf.unstack(tf.reshape(projected, [steps, batch, 3 * hidden]));
  let h: tf.Tensor2D = tf.zeros([batch, hidden]);
  for (const own of eachStep) {
    const carried = tf.add(tf.matMul(h, recurrent as tf.Tensor2D), recurrentBias);
    const [ownReset, ownUpdate, ownCandidate] = tf.split(own, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [reset, update, candidate] = tf.split(carried, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const r = tf.sigmoid(tf.add(ownReset, reset));
    const z = tf.sigmoid(tf.add(ownUpdate, update));
    const n = tf.tanh(tf.add(ownCandidate, tf.mul(r, candidate)));
    h = tf.add(n, tf.mul(z, tf.sub(h, n)));
  }
  return h;
}
