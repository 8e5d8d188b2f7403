/** What algorithms of stochastic policies share: the program that acts, and the densities, entropies and values of rows that were done. */
import * as tf from '@tensorflow/tfjs-core';
import type { EvaluateProgram, Optimiser, TensorSpec, Tensors, VariableSpec } from '../../compute/index.js';
import { StrataError } from '../../core/index.js';
import { type ActionSpace, actionWidth, isDiscrete, maskWidth } from '../../environment/index.js';
import type { Distribution } from '../distributions/distribution.js';
import type { ActorCritic } from '../networks/actor-critic.js';
import { under, within, withoutGradient } from '../networks/network.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from '../networks/observation.js';
import { decided } from '../policy/decide.js';
import { rateInput } from './batch-inputs.js';

export interface StochasticPolicy {
  readonly observation: ObservationForm;
  readonly actions: ActionSpace;
  readonly distribution: Distribution;
  readonly network: ActorCritic;
  /** Whether choices can be forbidden. */
  readonly masked: boolean;
}

/** All under `online`. @throws StrataError where the distribution is not one over the actions */
export function policyVariables({
  observation,
  actions,
  distribution,
  network,
}: StochasticPolicy): Record<string, VariableSpec> {
  const wanted = isDiscrete(actions) ? maskWidth(actions) : actionWidth(actions);
  if (actions.kind === 'box' || distribution.numbers !== wanted)
    throw new StrataError(
      `a distribution over actions of this ${actions.kind} space takes ${wanted} numbers; received one of ${distribution.numbers}`,
    );
  return {
    ...observationVariables(observation),
    ...under('online', network.parameters),
    ...under('online', distribution.parameters),
  };
}

/** `numbers` [N, …] and `spread`, from which the host draws; `values` [N]; `actions`, the best or middle ones. */
export function actProgram(policy: StochasticPolicy, actors: number): EvaluateProgram {
  const { observation, actions, distribution, network } = policy;
  return {
    kind: 'evaluate',
    inputs: { ...observationInputs(observation, actors), ...maskInput(policy, actors) },
    outputs(v, x) {
      const own = within('online', v);
      const { numbers, value } = network.apply(own, observed(observation, v, x));
      return { numbers, values: value, spread: distribution.spread(own), actions: decided(actions, numbers, x.mask) };
    },
  };
}

/** Observations, `actions`, `returns` [rows], perhaps `mask` and a rate. */
export function policyInputs(policy: StochasticPolicy, rows: number, optimiser: Optimiser): Record<string, TensorSpec> {
  const { observation, actions } = policy;
  const width = actionWidth(actions);
  return {
    ...observationInputs(observation, rows),
    actions: {
      shape: actions.kind === 'discrete' ? [rows] : [rows, width],
      dtype: isDiscrete(actions) ? 'int32' : 'float32',
    },
    returns: { shape: [rows], dtype: 'float32' },
    ...maskInput(policy, rows),
    ...rateInput(optimiser),
  };
}

/** ln π(a | s), entropy and value of each row. */
export function judged(
  { observation, distribution, network }: StochasticPolicy,
  v: Tensors,
  x: Tensors,
): { readonly logProbability: tf.Tensor1D; readonly entropy: tf.Tensor1D; readonly value: tf.Tensor1D } {
  const own = within('online', v);
  const { numbers, value } = network.apply(own, observed(observation, v, x));
  return {
    logProbability: distribution.logProbability(own, numbers, x.actions as tf.Tensor, x.mask),
    entropy: distribution.entropy(own, numbers, x.mask),
    value,
  };
}

/** R − V(s) as a constant, perhaps centred and scaled over the rows. */
export function advantages(returns: tf.Tensor, value: tf.Tensor, normalise: boolean): tf.Tensor1D {
  return withoutGradient(() => {
    const plain = tf.sub(returns, value);
    if (!normalise) return plain as tf.Tensor1D;
    const centred = tf.sub(plain, tf.mean(plain));
    return tf.div(centred, tf.add(tf.sqrt(tf.mean(tf.square(centred))), 1e-8)) as tf.Tensor1D;
  });
}

function maskInput({ actions, masked }: StochasticPolicy, rows: number): Record<string, TensorSpec> {
  return masked ? { mask: { shape: [rows, maskWidth(actions)], dtype: 'float32' } } : {};
}
