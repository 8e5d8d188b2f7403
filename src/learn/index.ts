/** The door of learn: networks as functions of parameters and input, algorithms as descriptions of learners. */
export type { ErrorLoss } from './algorithms/choices.js';
export { type DqnOptions, dqnLearner } from './algorithms/dqn.js';
export type { TargetUpdate } from './algorithms/targets.js';
export { convolution, convolutionParameters } from './networks/convolution.js';
export { type DenseInitialiser, dense, denseParameters } from './networks/dense.js';
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
