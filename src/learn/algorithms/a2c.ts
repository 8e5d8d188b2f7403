/**
 * Advantage actor-critic (Mnih et al. 2016, its synchronous form): N environments act side by side for T steps, then one update goes over
 * all N × T of them.
 *
 * With R the λ-return of the rollout (`returns.ts`; λ = 1: the n-step return of the paper) and A = R − V(s), a constant to the policy's part,
 *
 *   minimise the mean of   −ln π(a | s) · A + c_value · (R − V(s))² − c_entropy · H(π(· | s)).
 *
 * Beyond the paper: one optimiser for both parts, gradients clipped together; A may be centred and scaled over the rows; actions may be
 * choices of several branches, or weights.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import type { ActionSpace } from '../../environment/index.js';
import type { Distribution } from '../distributions/distribution.js';
import { type ActorCriticOptions, actorCritic } from '../networks/actor-critic.js';
import type { ObservationForm } from '../networks/observation.js';
import { actProgram, advantages, judged, policyInputs, policyVariables } from './policy-gradient.js';

export interface A2cOptions extends ActorCriticOptions {
  readonly observation: ObservationForm;
  readonly actions: ActionSpace;
  /** What actions are drawn from. */
  readonly distribution: Distribution;
  /** N, environments that act in one call; M3T's 16. */
  readonly actors: number;
  /** T, steps of a rollout; an update takes N × T rows. */
  readonly rollout: number;
  readonly optimiser: Optimiser;
  /** c_value; default 0.5. */
  readonly valueWeight?: number;
  /** c_entropy, of the distribution of actions; default 0.01. The entropy of weights is the agent's business (`weightsEntropy`). */
  readonly entropyWeight?: number;
  /** Whether A is centred and scaled over the rows; default false. */
  readonly normalise?: boolean;
  /** Whether choices can be forbidden; default false. */
  readonly masked?: boolean;
}

/**
 * Programs: `act` (outputs `numbers`, `spread`, `values` [N], and `actions`, the best ones), `update` (observations, `actions`, `returns`,
 * perhaps `mask`; outputs `loss`, mean `value` and `entropy`, `gradientNorm`).
 * @throws StrataError where the distribution is not one over the actions
 */
export function a2cLearner(options: A2cOptions, random: Generator): LearnerSpec {
  const { actors, rollout, optimiser, distribution, valueWeight = 0.5, entropyWeight = 0.01 } = options;
  const network = actorCritic(distribution.numbers, options, random.split('online'));
  const policy = { ...options, network, masked: options.masked ?? false };
  return {
    variables: policyVariables(policy),
    optimiser,
    programs: {
      act: actProgram(policy, actors),
      update: {
        kind: 'update',
        inputs: policyInputs(policy, actors * rollout, optimiser),
        gradientNorm: true,
        loss(v, x) {
          const returns = x.returns as tf.Tensor;
          const { logProbability, entropy, value } = judged(policy, v, x);
          const advantage = advantages(returns, value, options.normalise ?? false);
          const policyLoss = tf.neg(tf.mean(tf.mul(logProbability, advantage)));
          const valueLoss = tf.mean(tf.square(tf.sub(returns, value)));
          const [meanEntropy, meanValue] = [tf.mean(entropy), tf.mean(value)];
          const regularised = tf.sub(policyLoss, tf.mul(meanEntropy, entropyWeight));
          return {
            loss: tf.add(regularised, tf.mul(valueLoss, valueWeight)) as tf.Scalar,
            value: meanValue,
            entropy: meanEntropy,
          };
        },
      },
    },
  };
}
