/**
 * Branching duelling Q-network (Tavakoli, Pardo and Kormushev 2018): one choice in each of N branches over a common state value, with
 * Double DQN's target.
 *
 * The update, with d = γ^τ (0 where the episode ended) and a*_d = argmax_a' Q_d(s', a') among the allowed choices of branch d:
 *
 *   `mean`         y = r + d · (1/N) Σ_d Q⁻_d(s', a*_d)              their Eq. 5, HRPM's low level
 *   `max`          y = r + d · max_d Q⁻_d(s', a*_d)                  their Eq. 4
 *   `per-branch`   y_d = r + d · Q⁻_d(s', a*_d)                      their Eq. 3
 *
 * It minimises the batch's mean of weight · (1/N) Σ_d loss(y − Q_d(s, a_d)). The trunk's gradient is multiplied by 1 / (N + 1) in the
 * network (`branchingNetwork`).
 *
 * Beyond the paper: branches may have different numbers of choices, and choices can be forbidden. The paper clips each layer's gradient
 * by its own norm; here the optimiser's `clipNorm` clips all together.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { type ErrorLoss, errorLoss, valueTaken } from '../networks/choices.js';
import { frozen, type NetworkFactory, under, within, withoutGradient } from '../networks/network.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from '../networks/observation.js';
import { bestOfBranches, branchParts } from '../policy/decide.js';
import { batchInputs } from './batch-inputs.js';
import { syncProgram, type TargetUpdate } from './targets.js';

export interface BdqOptions {
  readonly observation: ObservationForm;
  /** Choices of each branch. */
  readonly branches: readonly number[];
  /** Gives a value for each choice, branches one behind the other. */
  readonly network: NetworkFactory;
  /** Episodes that act in one call. */
  readonly actors: number;
  /** B, transitions of an update. */
  readonly batchSize: number;
  readonly optimiser: Optimiser;
  /** How the branches' next values become targets, ledger `hrpm.bdq-target`; default `mean`. */
  readonly targetOf?: 'mean' | 'max' | 'per-branch';
  /** Default `squared`. */
  readonly loss?: ErrorLoss;
  /** How `sync` moves the target network; default `hard`. */
  readonly target?: TargetUpdate;
  /** Whether choices can be forbidden; default false. */
  readonly masked?: boolean;
}

/**
 * Programs: `act` (outputs `actions` int32 [N, branches] and `q` [N, all choices]), `update` (columns of a replay batch; outputs `loss`,
 * `errors` [B], the sum over branches of |y − Q_d| as the paper's priority, the mean `value` of what was done, `gradientNorm`), `sync`.
 * @throws StrataError where the network does not give a value a choice
 */
export function bdqLearner(options: BdqOptions, random: Generator): LearnerSpec {
  const { observation, branches, actors, batchSize, optimiser, targetOf = 'mean', masked = false } = options;
  const network = options.network(random.split('online'));
  const choices = branches.reduce((sum, n) => sum + n, 0);
  if (network.outputs !== choices)
    throw new StrataError(
      `a network for branches of ${branches.join(', ')} choices has ${choices} outputs; received one with ${network.outputs}`,
    );
  const names = Object.keys(network.parameters);
  const action = { shape: [branches.length], dtype: 'int32' } as const;
  return {
    variables: {
      ...observationVariables(observation),
      ...under('online', network.parameters),
      ...under('target', frozen(network.parameters)),
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
          const q = network.apply(within('online', v), observed(observation, v, x));
          return { actions: bestOfBranches(branches, q, x.mask), q };
        },
      },
      update: {
        kind: 'update',
        inputs: batchInputs({ observation, batchSize, action, maskWidth: masked ? choices : 0 }, optimiser),
        minimise: names.map((name) => `online/${name}`),
        gradientNorm: true,
        loss(v, x) {
          const target = withoutGradient(() => {
            const next = observed(observation, v, x, true);
            const best = bestOfBranches(branches, network.apply(within('online', v), next), x.nextMask);
            const worth = takenOf(branches, network.apply(within('target', v), next), best);
            const joined =
              targetOf === 'mean' ? tf.mean(worth, 1, true) : targetOf === 'max' ? tf.max(worth, 1, true) : worth;
            return tf.add(rowwise(x.rewards), tf.mul(rowwise(x.discounts), joined));
          });
          const values = network.apply(within('online', v), observed(observation, v, x));
          const taken = takenOf(branches, values, x.actions as tf.Tensor2D);
          const errors = tf.sub(target, taken);
          const losses = tf.mean(errorLoss(errors, options.loss ?? 'squared'), 1);
          return {
            loss: tf.mean(tf.mul(x.weights as tf.Tensor, losses)) as tf.Scalar,
            errors: tf.sum(tf.abs(errors), 1),
            value: tf.mean(taken),
          };
        },
      },
      sync: syncProgram(names, options.target ?? 'hard'),
    },
  };
}

/** The value of each branch's choice [B, branches]. @param choices int32 [B, branches] */
function takenOf(branches: readonly number[], values: tf.Tensor2D, choices: tf.Tensor2D): tf.Tensor2D {
  const rows = values.shape[0];
  const parts = branchParts(branches, values).map((part, d) =>
    valueTaken(part, tf.reshape(tf.slice(choices, [0, d], [rows, 1]), [rows])),
  );
  return tf.stack(parts, 1) as tf.Tensor2D;
}

/** [B] as [B, 1]. */
function rowwise(column: tf.Tensor | undefined): tf.Tensor {
  return tf.reshape(column as tf.Tensor, [-1, 1]);
}
