/** Optimisers as plain descriptions: stochastic gradient descent and Adam (Kingma and Ba 2015), with clipping by global norm. */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';

/** Settings that every optimiser has. */
interface Common {
  /** > 0 */
  readonly learningRate: number;
  /** Gradients of all variables together are scaled down to this Euclidean norm. */
  readonly clipNorm?: number;
}

/** Gradient descent, with classical momentum where it is above zero. */
export interface Sgd extends Common {
  readonly kind: 'sgd';
  readonly momentum: number;
}

/** Adam. */
export interface Adam extends Common {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /**
   * Where epsilon is added: to the square root of the bias-corrected second moment (`corrected`: the paper, PyTorch, tfjs), or of the
   * uncorrected one (`uncorrected`: TensorFlow's operator, "epsilon hat" in the paper).
   */
  readonly epsilonForm: 'corrected' | 'uncorrected';
}

/** An optimiser. */
export type Optimiser = Sgd | Adam;

/** Gradient descent. */
export function sgd(options: Common & { momentum?: number }): Sgd {
  return checked({ kind: 'sgd', momentum: 0, ...options });
}

/** Adam with the paper's defaults. */
export function adam(options: Common & Partial<Pick<Adam, 'beta1' | 'beta2' | 'epsilon' | 'epsilonForm'>>): Adam {
  return checked({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, epsilonForm: 'corrected', ...options });
}

function checked<T extends Common>(optimiser: T): T {
  if (!(optimiser.learningRate > 0))
    throw new StrataError(`a learning rate is above zero; received ${optimiser.learningRate}`);
  return optimiser;
}

/** Names of the state an optimiser keeps for each variable. */
export function slotsOf(optimiser: Optimiser): readonly string[] {
  if (optimiser.kind === 'adam') return ['moment1', 'moment2'];
  return optimiser.momentum > 0 ? ['velocity'] : [];
}

/** Names and initial values of the state an optimiser keeps once a program. */
export function countersOf(optimiser: Optimiser): Readonly<Record<string, number>> {
  return optimiser.kind === 'adam' ? { power1: optimiser.beta1, power2: optimiser.beta2 } : {};
}

/** Gradients scaled to the optimiser's norm, as tfjs operators. */
export function clipped(gradients: readonly tf.Tensor[], optimiser: Optimiser): readonly tf.Tensor[] {
  const { clipNorm } = optimiser;
  if (clipNorm === undefined) return gradients;
  const norm = tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g)))));
  const factor = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  return gradients.map((g) => tf.mul(g, factor));
}
