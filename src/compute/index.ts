/** The door of compute: the device, learners captured as graphs or run eagerly, optimisers, the fused LSTM. */
export { type CompileOptions, compile } from './compile.js';
export { type Device, type DeviceRequest, deviceOrder, type Prepared, useDevice } from './device.js';
export { gatherRows } from './gather.js';
export type {
  AssignProgram,
  EvaluateProgram,
  Learner,
  LearnerSpec,
  Program,
  TensorSpec,
  Tensors,
  UpdateProgram,
  VariableSpec,
} from './learner.js';
export { lstmLastHidden, lstmSequence } from './lstm.js';
export { type Adam, adam, type Optimiser, type Sgd, sgd } from './optimiser.js';
