/** What updates take of a replay batch: its columns, by the names that the memory gives them, and the learning rate where it is an input. */
import type { Optimiser, TensorSpec } from '../../compute/index.js';
import { type ObservationForm, observationInputs } from '../networks/observation.js';

export interface BatchForm {
  readonly observation: ObservationForm;
  readonly batchSize: number;
  /** Shape of one action behind the batch's, and its type. */
  readonly action: TensorSpec;
  /** Entries of a mask; 0 where all choices are allowed. */
  readonly maskWidth?: number;
}

/** Observations before and after, `actions`, `rewards`, `discounts`, `weights`, perhaps `nextMask` and a rate. */
export function batchInputs(
  { observation, batchSize, action, maskWidth = 0 }: BatchForm,
  optimiser: Optimiser,
): Record<string, TensorSpec> {
  const column: TensorSpec = { shape: [batchSize], dtype: 'float32' };
  return {
    ...observationInputs(observation, batchSize),
    ...observationInputs(observation, batchSize, true),
    actions: { shape: [batchSize, ...action.shape], dtype: action.dtype },
    rewards: column,
    discounts: column,
    weights: column,
    ...(maskWidth > 0 && { nextMask: { shape: [batchSize, maskWidth], dtype: 'float32' } }),
    ...rateInput(optimiser),
  };
}

/** The input that brings an optimiser's rate, where it is one. */
export function rateInput({ learningRate }: Optimiser): Record<string, TensorSpec> {
  return typeof learningRate === 'number' ? {} : { [learningRate.input]: { shape: [], dtype: 'float32' } };
}
