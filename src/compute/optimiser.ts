/** Optimisers as plain descriptions: stochastic gradient descent and Adam (Kingma and Ba 2015), with clipping by global norm. */
import { StrataError } from '../core/index.js';

/** A fixed learning rate > 0, or the name of an input (float32, shape []) that brings it with every call. */
export type Rate = number | { readonly input: string };

/** Settings that every optimiser has. */
interface Common {
  readonly learningRate: Rate;
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

function checked<T extends Optimiser>(optimiser: T): T {
  const { learningRate, clipNorm } = optimiser;
  const within = (name: string, value: number, low: number, high: number): void => {
    if (!(value >= low && value < high))
      throw new StrataError(`${name} lies in [${low}, ${high}); received ${value}`, { code: 'learner' });
  };
  if (typeof learningRate === 'number') within('a learning rate', learningRate, Number.MIN_VALUE, Infinity);
  if (clipNorm !== undefined) within('clipNorm', clipNorm, Number.MIN_VALUE, Infinity);
  if (optimiser.kind === 'sgd') within('momentum', optimiser.momentum, 0, 1);
  else {
    within('beta1', optimiser.beta1, 0, 1);
    within('beta2', optimiser.beta2, 0, 1);
    within('epsilon', optimiser.epsilon, 0, Infinity);
  }
  return optimiser;
}

/** Name under which a program's optimiser keeps state: a counter, or a slot of one variable. */
export function slotName(program: string, slot: string, variable?: string): string {
  return variable === undefined ? `${program}/${slot}` : `${program}/${slot}/${variable}`;
}

/** Names of the state an optimiser keeps for each variable, zero at first. */
export function slotsOf(optimiser: Optimiser): readonly string[] {
  if (optimiser.kind === 'adam') return ['moment1', 'moment2'];
  return optimiser.momentum > 0 ? ['velocity'] : [];
}

/** Names and initial values of the state an optimiser keeps once a program. */
export function countersOf(optimiser: Optimiser): Readonly<Record<string, number>> {
  return optimiser.kind === 'adam' ? { power1: optimiser.beta1, power2: optimiser.beta2 } : {};
}
