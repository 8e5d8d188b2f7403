/**
 * The direct gradient of a portfolio's growth (EIIE: Jiang, Xu and Liang 2017; HRPM's pre-training, ledger `hrpm.high-learner`): the reward
 * is a differentiable function of the weights, so no value or density is needed.
 *
 * With w the weights by softmax, w' those held before, x the price relatives of the period and c the cost of a traded unit,
 *
 *   minimise −mean of ln( (1 − c Σ |w − w'|) · w · x ) + η H(w),   H(w) = −Σ w ln w.
 *
 * 1 − c Σ |w − w'| is EIIE's own approximation of what is left after trading; the sum begins behind the cash where there is one. What is
 * held before belongs to the batch: the papers keep a memory of last weights, into which the output `weights` goes.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser, TensorSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { type NetworkFactory, under, within } from '../networks/network.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from '../networks/observation.js';
import { rateInput } from './batch-inputs.js';

export interface DirectGradientOptions {
  readonly observation: ObservationForm;
  /** Weights, the cash's included. */
  readonly assets: number;
  /** Gives a score for each weight. */
  readonly network: NetworkFactory;
  /** Observations that are decided in one call. */
  readonly actors: number;
  /** B, periods of an update. */
  readonly batchSize: number;
  readonly optimiser: Optimiser;
  /** c, share of what is traded, ledger `hrpm.commission`; default 0. */
  readonly cost?: number;
  /** η, ledger `hrpm.eta`; default 0. */
  readonly weightsEntropy?: number;
  /** Whether the first weight is cash, which trades for nothing, ledger `hrpm.cash`; default true. */
  readonly cash?: boolean;
}

/**
 * Programs: `act` (outputs `actions` [N, assets]), `update` (observations, `previous` [B, assets], `relatives` [B, assets], perhaps a rate;
 * outputs `loss`, mean `growth` and `entropy`, `weights` [B, assets], `gradientNorm`).
 * @throws StrataError where the network does not give a score a weight, or the cost is no share
 */
export function directGradientLearner(options: DirectGradientOptions, random: Generator): LearnerSpec {
  const { observation, assets, actors, batchSize, optimiser, cost = 0, weightsEntropy = 0, cash = true } = options;
  const network = options.network(random.split('online'));
  if (network.outputs !== assets)
    throw new StrataError(`a network for ${assets} weights has as many outputs; received one with ${network.outputs}`);
  if (!(cost >= 0 && cost < 0.5))
    throw new StrataError(`a cost is a share of what is traded, from 0 to below 0.5; received ${cost}`);
  const rows: TensorSpec = { shape: [batchSize, assets], dtype: 'float32' };
  const first = cash ? 1 : 0;
  const traded = (t: tf.Tensor): tf.Tensor => tf.slice(t, [0, first], [batchSize, assets - first]);
  return {
    variables: { ...observationVariables(observation), ...under('online', network.parameters) },
    optimiser,
    programs: {
      act: {
        kind: 'evaluate',
        inputs: observationInputs(observation, actors),
        outputs: (v, x) => ({ actions: tf.softmax(network.apply(within('online', v), observed(observation, v, x))) }),
      },
      update: {
        kind: 'update',
        inputs: {
          ...observationInputs(observation, batchSize),
          previous: rows,
          relatives: rows,
          ...rateInput(optimiser),
        },
        gradientNorm: true,
        loss(v, x) {
          const scores = network.apply(within('online', v), observed(observation, v, x));
          const weights = tf.softmax(scores);
          const turnover = tf.sum(traded(tf.abs(tf.sub(weights, x.previous as tf.Tensor))), 1);
          const left = tf.sub(1, tf.mul(turnover, cost));
          const growth = tf.mean(tf.log(tf.mul(left, tf.sum(tf.mul(weights, x.relatives as tf.Tensor), 1))));
          const entropy = tf.mean(tf.neg(tf.sum(tf.mul(weights, tf.logSoftmax(scores)), 1)));
          const loss = tf.neg(tf.add(growth, tf.mul(entropy, weightsEntropy))) as tf.Scalar;
          return { loss, growth, entropy, weights };
        },
      },
    },
  };
}
