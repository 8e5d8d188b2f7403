/** A policy's network and a value's network over one encoder, or each over its own. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { type NetworkFactory, type NetworkInput, under, within } from './network.js';
import { perceptron } from './perceptron.js';

export interface ActorCriticOptions {
  /** Turns observations into features. */
  readonly trunk: NetworkFactory;
  /** Whether one trunk serves both; default true. */
  readonly shared?: boolean;
  /** Widths between the trunk and the heads; default none. */
  readonly actorHidden?: readonly number[];
  readonly criticHidden?: readonly number[];
}

export interface ActorCritic {
  /** `trunk/…`, `actor/…`, `critic/…`, and `criticTrunk/…` where it is not shared. An exported policy is the first two. */
  readonly parameters: Readonly<Record<string, VariableSpec>>;
  /** @returns the policy's numbers [B, outputs] and the state's value [B] */
  apply(p: Tensors, input: NetworkInput): { readonly numbers: tf.Tensor2D; readonly value: tf.Tensor1D };
}

export function actorCritic(outputs: number, options: ActorCriticOptions, random: Generator): ActorCritic {
  const { shared = true, actorHidden = [], criticHidden = [] } = options;
  const trunk = options.trunk(random.split('trunk'));
  const criticTrunk = shared ? trunk : options.trunk(random.split('criticTrunk'));
  const actor = perceptron([trunk.outputs, ...actorHidden, outputs], random.split('actor'));
  const critic = perceptron([criticTrunk.outputs, ...criticHidden, 1], random.split('critic'));
  return {
    parameters: {
      ...under('trunk', trunk.parameters),
      ...under('actor', actor.parameters),
      ...under('critic', critic.parameters),
      ...(!shared && under('criticTrunk', criticTrunk.parameters)),
    },
    apply(p, input) {
      const features = trunk.apply(within('trunk', p), input);
      const judged = shared ? features : criticTrunk.apply(within('criticTrunk', p), input);
      const value = critic.apply(within('critic', p), judged);
      return { numbers: actor.apply(within('actor', p), features), value: tf.reshape(value, [value.shape[0]]) };
    },
  };
}
