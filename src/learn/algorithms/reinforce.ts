/**
 * REINFORCE (Williams 1992) with a baseline: one update over the steps of whole episodes, G the discounted sum of rewards from a step on.
 *
 *   minimise the sum over steps of weight · ( −ln π(a | s) · (G − b(s)) + c_value · (G − V(s))² − c_entropy · H(π(· | s)) ) / Σ weight
 *
 *   `value`   b(s) = V(s), a constant to the policy's part
 *   `none`    b = 0: for returns that the agent has standardised in each episode (ADDPG's risk agent), or none at all; V is not learnt
 *
 * A step that is only there to fill the batch has weight 0. Like most uses of it the update leaves out the factor γ^t of a step's state.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import type { ActionSpace } from '../../environment/index.js';
import type { Distribution } from '../distributions/distribution.js';
import { type ActorCriticOptions, actorCritic } from '../networks/actor-critic.js';
import type { ObservationForm } from '../networks/observation.js';
import { actProgram, advantages, judged, policyInputs, policyVariables } from './policy-gradient.js';

export interface ReinforceOptions extends ActorCriticOptions {
  readonly observation: ObservationForm;
  readonly actions: ActionSpace;
  /** What actions are drawn from. */
  readonly distribution: Distribution;
  /** Environments that act in one call. */
  readonly actors: number;
  /** Rows of an update: room for the steps of its episodes. */
  readonly batchSize: number;
  readonly optimiser: Optimiser;
  /** Default `value`. */
  readonly baseline?: 'value' | 'none';
  /** c_value; default 0.5. */
  readonly valueWeight?: number;
  /** c_entropy, of the distribution of actions; default 0. The entropy of weights is the agent's business (`weightsEntropy`). */
  readonly entropyWeight?: number;
  /** Whether choices can be forbidden; default false. */
  readonly masked?: boolean;
}

/**
 * Programs: `act` (outputs `numbers`, `spread`, `values` [N], and `actions`, the best ones), `update` (observations, `actions`, `returns`,
 * `weights`, perhaps `mask`; outputs `loss`, mean `value` and `entropy`, `gradientNorm`).
 * @throws StrataError where the distribution is not one over the actions
 */
export function reinforceLearner(options: ReinforceOptions, random: Generator): LearnerSpec {
  const { actors, batchSize, optimiser, distribution, valueWeight = 0.5, entropyWeight = 0 } = options;
  const withValue = (options.baseline ?? 'value') === 'value';
  const network = actorCritic(distribution.numbers, options, random.split('online'));
  const policy = { ...options, network, masked: options.masked ?? false };
  return {
    variables: Object.fromEntries(
      Object.entries(policyVariables(policy)).map(([name, variable]) => [
        name,
        withValue || !name.startsWith('online/critic') ? variable : { ...variable, trainable: false },
      ]),
    ),
    optimiser,
    programs: {
      act: actProgram(policy, actors),
      update: {
        kind: 'update',
        inputs: {
          ...policyInputs(policy, batchSize, optimiser),
          weights: { shape: [batchSize], dtype: 'float32' },
        },
        gradientNorm: true,
        loss(v, x) {
          const [returns, weights] = [x.returns as tf.Tensor, x.weights as tf.Tensor];
          const mean = (each: tf.Tensor): tf.Tensor => tf.div(tf.sum(tf.mul(each, weights)), tf.sum(weights));
          const { logProbability, entropy, value } = judged(policy, v, x);
          const gain = withValue ? advantages(returns, value, false) : returns;
          const [meanEntropy, meanValue] = [mean(entropy), mean(value)];
          const policyLoss = tf.sub(tf.neg(mean(tf.mul(logProbability, gain))), tf.mul(meanEntropy, entropyWeight));
          const valueLoss = mean(tf.square(tf.sub(returns, value)));
          return {
            loss: (withValue ? tf.add(policyLoss, tf.mul(valueLoss, valueWeight)) : policyLoss) as tf.Scalar,
            value: meanValue,
            entropy: meanEntropy,
          };
        },
      },
    },
  };
}
