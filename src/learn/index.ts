/** The door of learn: networks as functions of parameters and input. */
export { convolution, convolutionParameters } from './networks/convolution.js';
export { type DenseInitialiser, dense, denseParameters } from './networks/dense.js';
export { type EncoderOptions, encode, encoderOptions, encoderParameters } from './networks/encoder.js';
export { type GruParameter, gruLastHidden, gruParameters } from './networks/gru.js';
export { type AdvantageBaseline, branchingDuelling, duelling, scaleGradient } from './networks/heads.js';
export { glorotUniform, uniformFanIn, zeros } from './networks/initialisers.js';
export { layerNorm, layerNormParameters } from './networks/layer-norm.js';
export { type LstmInitialiser, lstmParameters } from './networks/lstm.js';
