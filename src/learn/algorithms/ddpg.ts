/**
 * Deep deterministic policy gradient (Lillicrap et al. 2016), with an encoder each for actor and critic or one for both (ADDPG, arXiv
 * 2501.08528).
 *
 * With d = γ^τ (0 where the episode ended), μ the actor and ⁻ the target copies of everything:
 *
 *   critic   minimise mean of weight · (y − Q(s, a))²,   y = r + d · Q⁻(s', μ⁻(s'))
 *   actor    minimise −mean of Q(s, μ(s))
 *   sync     ⁻ ← τ · online + (1 − τ) · ⁻
 *
 * The critic adds a layer of the encoded state to a layer of the action, then ReLU, further layers, and Q: ADDPG's decoder.
 *
 * Choices: with a shared encoder the actor's gradient reaches it through the action alone. The encoded state that the critic judges is a
 * constant there, for the encoder could otherwise raise Q by telling the critic something else. With `critic-only` the encoder is a
 * constant to the whole actor step.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LearnerSpec, Optimiser, Tensors, VariableSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { actionWidth, type BoxSpace, type SimplexSpace } from '../../environment/index.js';
import { dense, denseParameters } from '../networks/dense.js';
import { frozen, type NetworkFactory, type NetworkInput, under, within, withoutGradient } from '../networks/network.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from '../networks/observation.js';
import { perceptron } from '../networks/perceptron.js';
import { decided } from '../policy/decide.js';
import { batchInputs, rateInput } from './batch-inputs.js';
import { syncProgram } from './targets.js';

export interface DdpgOptions {
  readonly observation: ObservationForm;
  /** A box with finite bounds (tanh between them) or weights (softmax). */
  readonly actions: BoxSpace | SimplexSpace;
  /** Turns observations into features. */
  readonly encoder: NetworkFactory;
  /** One encoder for both, or one each; default `separate`, the paper's DDPG. */
  readonly encoders?: 'shared' | 'separate';
  /** Who trains a shared encoder, ledger `addpg.encoder-gradient`; default `both`. */
  readonly encoderGradient?: 'both' | 'critic-only';
  /** Widths between encoder and action, ledger `addpg.actor-head`; default 64, 64. */
  readonly actorHidden?: readonly number[];
  /** Width of the critic's sum, and of layers behind it; default 64 and none. */
  readonly criticHidden?: readonly [number, ...number[]];
  /** Episodes that act in one call. */
  readonly actors: number;
  /** B, transitions of an update. */
  readonly batchSize: number;
  /** Ledger `addpg.learning-rates`: Adam 1e-4 for the actor, 1e-3 for the critic. */
  readonly optimisers: { readonly actor: Optimiser; readonly critic: Optimiser };
  /** τ in (0, 1], ledger `addpg.tau`; default 1e-3. */
  readonly tau?: number;
}

/** Programs that an off-policy agent runs in a round, in this order; `sync` follows. */
export const ddpgRound: readonly string[] = ['updateCritic', 'updateActor'];

/**
 * Programs: `act` (outputs `actions` [N, width]), `updateCritic` (columns of a replay batch; outputs `loss`, `errors` [B], mean `value`,
 * `gradientNorm`), `updateActor` (observations; outputs `loss`, `gradientNorm`), `sync`. The actor is `encoder/…` (`actorEncoder/…` where
 * separate) and `actor/…` under `online`: an exported policy takes them as `trunk` and `head`.
 * @throws StrataError for a box with infinite bounds
 */
export function ddpgLearner(options: DdpgOptions, random: Generator): LearnerSpec {
  const { observation, actions, actors, batchSize, optimisers, tau = 1e-3 } = options;
  const { actorHidden = [64, 64], criticHidden = [64] } = options;
  if (actions.kind === 'box' && ![...actions.low, ...actions.high].every(Number.isFinite))
    throw new StrataError('DDPG acts within finite bounds; give the box a lower and an upper one for each number');
  const shared = options.encoders === 'shared';
  const ownGradient = !shared || options.encoderGradient !== 'critic-only';
  const width = actionWidth(actions);
  const encoder = options.encoder(random.split('encoder'));
  const actorEncoder = shared ? encoder : options.encoder(random.split('actorEncoder'));
  const actorEncoderName = shared ? 'encoder' : 'actorEncoder';
  const actor = perceptron([encoder.outputs, ...actorHidden, width], random.split('actor'));
  const head = perceptron([...criticHidden, 1], random.split('critic'));
  const parameters: Record<string, VariableSpec> = {
    ...under('encoder', encoder.parameters),
    ...(!shared && under('actorEncoder', actorEncoder.parameters)),
    ...under('actor', actor.parameters),
    ...under('critic/state', denseParameters(encoder.outputs, criticHidden[0], random.split('state'))),
    ...under('critic/action', denseParameters(width, criticHidden[0], random.split('action'))),
    ...under('critic/head', head.parameters),
  };
  // The state's layer has a bias already.
  delete parameters['critic/action/bias'];
  const names = Object.keys(parameters);
  const trains = (...prefixes: string[]) =>
    names.filter((name) => prefixes.some((prefix) => name.startsWith(`${prefix}/`))).map((name) => `online/${name}`);

  const encoded = (p: Tensors, input: NetworkInput): tf.Tensor2D => encoder.apply(within('encoder', p), input);
  const acted = (p: Tensors, features: tf.Tensor2D): tf.Tensor2D =>
    decided(actions, actor.apply(within('actor', p), features)) as tf.Tensor2D;
  const chosen = (p: Tensors, input: NetworkInput, features: tf.Tensor2D): tf.Tensor2D =>
    acted(p, shared ? features : actorEncoder.apply(within(actorEncoderName, p), input));
  const judged = (p: Tensors, features: tf.Tensor2D, action: tf.Tensor2D): tf.Tensor1D => {
    const state = dense(features, p['critic/state/kernel'] as tf.Tensor, p['critic/state/bias'] as tf.Tensor);
    const joint = tf.relu(tf.add(state, tf.matMul(action, p['critic/action/kernel'] as tf.Tensor2D)));
    return tf.reshape(head.apply(within('critic/head', p), joint as tf.Tensor2D), [features.shape[0]]);
  };

  return {
    variables: {
      ...observationVariables(observation),
      ...under('online', parameters),
      ...under('target', frozen(parameters)),
    },
    programs: {
      act: {
        kind: 'evaluate',
        inputs: observationInputs(observation, actors),
        outputs(v, x) {
          const [p, input] = [within('online', v), observed(observation, v, x)];
          return { actions: acted(p, actorEncoder.apply(within(actorEncoderName, p), input)) };
        },
      },
      updateCritic: {
        kind: 'update',
        optimiser: optimisers.critic,
        inputs: batchInputs(
          { observation, batchSize, action: { shape: [width], dtype: 'float32' } },
          optimisers.critic,
        ),
        minimise: trains('encoder', 'critic'),
        gradientNorm: true,
        loss(v, x) {
          const target = withoutGradient(() => {
            const [p, next] = [within('target', v), observed(observation, v, x, true)];
            const features = encoded(p, next);
            const worth = judged(p, features, chosen(p, next, features));
            return tf.add(x.rewards as tf.Tensor, tf.mul(x.discounts as tf.Tensor, worth));
          });
          const p = within('online', v);
          const value = judged(p, encoded(p, observed(observation, v, x)), x.actions as tf.Tensor2D);
          const errors = tf.sub(target, value);
          const loss = tf.mean(tf.mul(x.weights as tf.Tensor, tf.square(errors))) as tf.Scalar;
          return { loss, errors, value: tf.mean(value) };
        },
      },
      updateActor: {
        kind: 'update',
        optimiser: optimisers.actor,
        inputs: { ...observationInputs(observation, batchSize), ...rateInput(optimisers.actor) },
        minimise: ownGradient ? trains(actorEncoderName, 'actor') : trains('actor'),
        gradientNorm: true,
        loss(v, x) {
          const [p, input] = [within('online', v), observed(observation, v, x)];
          const constant = withoutGradient(() => encoded(p, input));
          const features = shared && ownGradient ? encoded(p, input) : constant;
          return tf.neg(tf.mean(judged(p, constant, chosen(p, input, features)))) as tf.Scalar;
        },
      },
      sync: syncProgram(names, { polyak: tau }),
    },
  };
}
