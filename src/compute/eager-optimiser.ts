/** An optimiser's step in tfjs operators: the formulas of TensorFlow's own operators, so that both forms of a learner agree. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from './learner.js';
import { type Adam, type Optimiser, type Rate, type Sgd, slotName } from './optimiser.js';

/** What one update stands on. */
export interface EagerUpdate {
  /** Name of the program, which owns the optimiser's state. */
  readonly program: string;
  readonly optimiser: Optimiser;
  readonly inputs: Tensors;
  /** A variable or a part of the optimiser's state. */
  get(name: string): tf.Variable;
}

/** Changes each variable by its gradient, and then the optimiser's counters. */
export function applyGradients(update: EagerUpdate, gradients: ReadonlyMap<string, tf.Tensor>): void {
  const { optimiser } = update;
  if (optimiser.kind === 'sgd') descend(update, optimiser, gradients);
  else moments(update, optimiser, gradients);
}

function descend(
  { program, inputs, get }: EagerUpdate,
  optimiser: Sgd,
  gradients: ReadonlyMap<string, tf.Tensor>,
): void {
  const rate = rateOf(optimiser.learningRate, inputs);
  for (const [name, gradient] of gradients) {
    let direction = gradient;
    if (optimiser.momentum > 0) {
      const velocity = get(slotName(program, 'velocity', name));
      direction = tf.add(tf.mul(velocity, optimiser.momentum), gradient);
      velocity.assign(direction);
    }
    get(name).assign(tf.sub(get(name), tf.mul(direction, rate)));
  }
}

function moments(
  { program, inputs, get }: EagerUpdate,
  optimiser: Adam,
  gradients: ReadonlyMap<string, tf.Tensor>,
): void {
  const { beta1, beta2, epsilonForm } = optimiser;
  const power1 = get(slotName(program, 'power1'));
  const power2 = get(slotName(program, 'power2'));
  const left2 = tf.sqrt(tf.sub(1, power2));
  const rate = tf.div(tf.mul(rateOf(optimiser.learningRate, inputs), left2), tf.sub(1, power1));
  const epsilon = epsilonForm === 'corrected' ? tf.mul(optimiser.epsilon, left2) : tf.scalar(optimiser.epsilon);
  for (const [name, gradient] of gradients) {
    const moment1 = get(slotName(program, 'moment1', name));
    const moment2 = get(slotName(program, 'moment2', name));
    const m = tf.add(tf.mul(moment1, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(moment2, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    get(name).assign(tf.sub(get(name), tf.div(tf.mul(rate, m), tf.add(tf.sqrt(v), epsilon))));
    moment1.assign(m);
    moment2.assign(v);
  }
  power1.assign(tf.mul(power1, beta1));
  power2.assign(tf.mul(power2, beta2));
}

function rateOf(rate: Rate, inputs: Tensors): tf.Tensor {
  return typeof rate === 'number' ? tf.scalar(rate) : (inputs[rate.input] as tf.Tensor);
}
