/** The part of an update that both forms share: loss, outputs and clipped gradients of a program, as tfjs operators. */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';
import type { LearnerSpec, Tensors, UpdateProgram } from './learner.js';
import { clipped, type Optimiser } from './optimiser.js';

/** Variables that a program changes. */
export function minimisedBy(spec: LearnerSpec, program: UpdateProgram): readonly string[] {
  const names =
    program.minimise ?? Object.keys(spec.variables).filter((name) => spec.variables[name]?.trainable !== false);
  for (const name of names) {
    if (spec.variables[name] === undefined || spec.variables[name].trainable === false) {
      throw new StrataError(
        `an update minimises ${name}, which is ${spec.variables[name] ? 'not trainable' : 'no variable'}`,
        { code: 'learner' },
      );
    }
  }
  return names;
}

/** The optimiser of a program. */
export function optimiserOf(spec: LearnerSpec, name: string): Optimiser {
  const program = spec.programs[name] as UpdateProgram;
  const optimiser = program.optimiser ?? spec.optimiser;
  if (!optimiser)
    throw new StrataError(`the update ${name} has no optimiser; give one to the program or the learner`, {
      code: 'learner',
    });
  return optimiser;
}

/**
 * Loss, outputs and gradients.
 * @param trained variables in the order of the returned gradients
 * @param keep called with each output while it is alive; `loss` among them
 */
export function gradientsOf(
  program: UpdateProgram,
  variables: Tensors,
  inputs: Tensors,
  trained: readonly tf.Variable[],
  optimiser: Optimiser,
  keep: (name: string, tensor: tf.Tensor) => void,
): readonly tf.Tensor[] {
  const { grads } = tf.variableGrads(() => {
    const result = program.loss(variables, inputs);
    const named: Tensors = result instanceof tf.Tensor ? { loss: result } : result;
    for (const [name, tensor] of Object.entries(named)) keep(name, tensor);
    return named.loss as tf.Scalar;
  }, [...trained]);
  return clipped(
    trained.map((v) => grads[v.name] as tf.Tensor),
    optimiser,
  );
}
