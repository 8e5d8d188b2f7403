/** The door of learn: networks as functions of parameters and input, algorithms as descriptions of learners. */
export { type A2cOptions, a2cLearner } from './algorithms/a2c.js';

export { type BdqOptions, bdqLearner } from './algorithms/bdq.js';
export { type DdpgOptions, ddpgLearner, ddpgRound } from './algorithms/ddpg.js';
export { type DirectGradientOptions, directGradientLearner } from './algorithms/direct-gradient.js';
export { type DqnOptions, dqnLearner } from './algorithms/dqn.js';
export { type ReinforceOptions, reinforceLearner } from './algorithms/reinforce.js';
export type { TargetUpdate } from './algorithms/targets.js';
export { categorical } from './distributions/categorical.js';
export { dirichlet } from './distributions/dirichlet.js';
export type { Distribution, SpreadOptions } from './distributions/distribution.js';
export { logisticNormal } from './distributions/logistic-normal.js';
export { type ActorCriticOptions, actorCritic } from './networks/actor-critic.js';
export { type AssetNetworkOptions, assetNetwork } from './networks/asset-network.js';
export type { ErrorLoss } from './networks/choices.js';
export { convolution, convolutionParameters } from './networks/convolution.js';
export { type DenseInitialiser, dense, denseParameters } from './networks/dense.js';
export { type NetworkDescription, networkOf } from './networks/description.js';
export { type EiieOptions, eiieNetwork } from './networks/eiie-network.js';
export { type EncoderOptions, encode, encoderOptions, encoderParameters } from './networks/encoder.js';
export { type GruParameter, gruLastHidden, gruParameters } from './networks/gru.js';
export { type AdvantageBaseline, branchingDuelling, duelling, scaleGradient } from './networks/heads.js';
export { glorotUniform, uniformFanIn, zeros } from './networks/initialisers.js';
export { layerNorm, layerNormParameters } from './networks/layer-norm.js';
export { type LstmInitialiser, lstmParameters } from './networks/lstm.js';
export {
  frozen,
  type Network,
  type NetworkFactory,
  type NetworkInput,
  under,
  within,
  withoutGradient,
} from './networks/network.js';
export {
  type ObservationForm,
  observationInputs,
  observationVariables,
  observationWidths,
  observed,
} from './networks/observation.js';
export { type Perceptron, perceptron } from './networks/perceptron.js';
export {
  type BranchingOptions,
  branchingNetwork,
  type DuellingOptions,
  duellingNetwork,
  perceptronNetwork,
  valueNetwork,
} from './networks/value-networks.js';
export { type WindowEncoder, type WindowNetworkOptions, windowNetwork } from './networks/window-network.js';
export { exportPolicy, type PolicyExport } from './policy/export.js';
export { type ActingPolicy, misfits, openPolicy, type Policy, type PolicyPlace, readPolicy } from './policy/policy.js';
export type { Decision, PolicyRecord } from './policy/record.js';
export { type PriorityOptions, type ReplayBatch, ReplayMemory, type ReplayMemoryOptions } from './replay/memory.js';
export type { StepColumns } from './replay/transitions.js';
export type { Agent, Learnt } from './training/agent.js';
export { checkpointCurves } from './training/checkpoint.js';
export type { CurveColumns } from './training/curves.js';
export { DivergenceError } from './training/divergence.js';
export { type EpisodeOptions, episodeAgent } from './training/episode-agent.js';
export { meanReturn } from './training/evaluate.js';
export { type Exploration, type Explorer, explorer } from './training/exploration.js';
export { type OffPolicyAgent, type OffPolicyOptions, offPolicyAgent } from './training/off-policy.js';
export type { OnPolicyOptions } from './training/on-policy.js';
export { type RolloutOptions, rolloutAgent } from './training/rollout-agent.js';
export { type Counts, type Schedule, scheduled } from './training/schedules.js';
export type { ValidationRule } from './training/stopping.js';
export { type TrainingOptions, type TrainingResult, train } from './training/train.js';
