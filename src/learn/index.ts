/** The door of learn: networks as functions of parameters and input. */
export { type DenseInitialiser, dense, denseParameters } from './networks/dense.js';
export { glorotUniform, uniformFanIn, zeros } from './networks/initialisers.js';
export { type LstmInitialiser, lstmParameters } from './networks/lstm.js';
