/**
 * Deep Q-learning (Mnih et al. 2015) and Double DQN (van Hasselt, Guez and Silver 2016; symmetric form: van Hasselt 2010), over actions
 * or over options of a semi-Markov process (Sutton, Precup and Singh 1999).
 *
 * The update, with d = γ^τ (0 where the episode ended) from the replay memory and a* chosen among the allowed actions of s':
 *
 *   `off`         y = r + d · max_a' Q⁻(s', a')                              Q⁻ the target network
 *   `target-net`  y = r + d · Q⁻(s', a*),   a* = argmax_a' Q(s', a')
 *   `symmetric`   y = r + d · Q₂(s', a*),   a* = argmax_a' Q₁(s', a')         for Q₁ in `update`, with the two exchanged in `updateSecond`
 *
 * Each minimises the batch's mean of weight · loss(y − Q(s, a)); y is a constant to it. Duelling is the network's business (`heads.ts`),
 * n-step returns and importance weights the replay memory's.
 *
 * Beyond the papers: the symmetric form acts by the sum of both networks (as van Hasselt 2010 does) and needs no target network.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser, Tensors, UpdateProgram } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { bestChoice, type ErrorLoss, errorLoss, valueTaken } from '../networks/choices.js';
import { frozen, type Network, type NetworkFactory, under, within, withoutGradient } from '../networks/network.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from '../networks/observation.js';
import { batchInputs } from './batch-inputs.js';
import { syncProgram, type TargetUpdate } from './targets.js';

export interface DqnOptions {
  readonly observation: ObservationForm;
  /** Actions to choose from. */
  readonly choices: number;
  /** Gives a value for each choice. */
  readonly network: NetworkFactory;
  /** Episodes that act in one call. */
  readonly actors: number;
  /** B, transitions of an update. */
  readonly batchSize: number;
  /** Its `clipNorm` clips gradients, its rate may be an input. */
  readonly optimiser: Optimiser;
  /** Ledger `m3t.double-q`; default `target-net`. */
  readonly double?: 'off' | 'target-net' | 'symmetric';
  /** Default `squared`, M3T's Eq. 6. */
  readonly loss?: ErrorLoss;
  /** How `sync` moves the target network; default `hard`. */
  readonly target?: TargetUpdate;
  /** Whether choices can be forbidden; default false. */
  readonly masked?: boolean;
}

/**
 * Programs: `act` (inputs of observations and perhaps `mask`; outputs `actions` int32 [N] and `q` [N, choices]), `update` (columns of a
 * replay batch; outputs `loss`, `errors` [B], the mean `value` of what was done, `gradientNorm`), and `sync`, or `updateSecond` instead
 * of it where double learning is symmetric: whoever trains flips a coin between the two updates.
 * @throws StrataError where the network does not give a value a choice
 */
export function dqnLearner(options: DqnOptions, random: Generator): LearnerSpec {
  const { observation, choices, actors, batchSize, optimiser, double = 'target-net', masked = false } = options;
  const symmetric = double === 'symmetric';
  const online = options.network(random.split('online'));
  const other = symmetric ? options.network(random.split('second')) : online;
  if (online.outputs !== choices)
    throw new StrataError(`a network for ${choices} choices has as many outputs; received one with ${online.outputs}`);
  const otherName = symmetric ? 'second' : 'target';

  const inputs = batchInputs(
    { observation, batchSize, action: { shape: [], dtype: 'int32' }, maskWidth: masked ? choices : 0 },
    optimiser,
  );
  const updateOf = (own: string, partner: string, network: Network): UpdateProgram => ({
    kind: 'update',
    inputs,
    minimise: Object.keys(network.parameters).map((name) => `${own}/${name}`),
    gradientNorm: true,
    loss(v, x) {
      const target = withoutGradient(() => {
        const next = observed(observation, v, x, true);
        const judged = network.apply(within(partner, v), next);
        const chosenBy = double === 'off' ? judged : network.apply(within(own, v), next);
        const best = valueTaken(judged, bestChoice(chosenBy, x.nextMask));
        return tf.add(x.rewards as tf.Tensor, tf.mul(x.discounts as tf.Tensor, best));
      });
      const values = network.apply(within(own, v), observed(observation, v, x));
      const taken = valueTaken(values, x.actions as tf.Tensor);
      const errors = tf.sub(target, taken);
      const losses = tf.mul(x.weights as tf.Tensor, errorLoss(errors, options.loss ?? 'squared'));
      return { loss: tf.mean(losses) as tf.Scalar, errors, value: tf.mean(taken) };
    },
  });

  const values = (v: Tensors, x: Tensors): tf.Tensor2D => {
    const seen = observed(observation, v, x);
    const first = online.apply(within('online', v), seen);
    return symmetric ? tf.add(first, other.apply(within('second', v), seen)) : first;
  };
  return {
    variables: {
      ...observationVariables(observation),
      ...under('online', online.parameters),
      ...under(otherName, symmetric ? other.parameters : frozen(online.parameters)),
    },
    optimiser,
    programs: {
      act: {
        kind: 'evaluate',
        inputs: {
          ...observationInputs(observation, actors),
          ...(masked && { mask: { shape: [actors, choices], dtype: 'float32' } }),
        },
        outputs(v, x) {
          const q = values(v, x);
          return { actions: bestChoice(q, x.mask), q };
        },
      },
      update: updateOf('online', otherName, online),
      ...(symmetric
        ? { updateSecond: updateOf('second', 'online', other) }
        : { sync: syncProgram(Object.keys(online.parameters), options.target ?? 'hard') }),
    },
  };
}
