/** What both forms of a learner share of a program: its checks, and loss, outputs and clipped gradients as tfjs operators. */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';
import type { AssignProgram, LearnerSpec, Tensors, UpdateProgram } from './learner.js';
import type { Optimiser } from './optimiser.js';

const refuse = (message: string): never => {
  throw new StrataError(message, { code: 'learner' });
};

/** Variables that an update changes. @throws StrataError where one is unknown or not trainable */
export function minimisedBy(spec: LearnerSpec, name: string): readonly string[] {
  const { minimise } = spec.programs[name] as UpdateProgram;
  const names = minimise ?? Object.keys(spec.variables).filter((v) => spec.variables[v]?.trainable !== false);
  if (names.length === 0) refuse(`the update ${name} minimises no variable`);
  for (const variable of names) {
    const known = spec.variables[variable];
    if (!known || known.trainable === false)
      refuse(`the update ${name} minimises ${variable}, which is ${known ? 'not trainable' : 'no variable'}`);
  }
  return names;
}

/** The optimiser of an update. @throws StrataError where there is none, or its rate is an input that the program does not declare */
export function optimiserOf(spec: LearnerSpec, name: string): Optimiser {
  const program = spec.programs[name] as UpdateProgram;
  const optimiser = program.optimiser ?? spec.optimiser;
  if (!optimiser) return refuse(`the update ${name} has no optimiser; give one to the program or the learner`);
  const { learningRate: rate } = optimiser;
  if (typeof rate === 'number') return optimiser;
  const input = program.inputs[rate.input];
  if (input?.dtype !== 'float32' || input.shape.length > 0)
    refuse(`the update ${name} takes its learning rate from ${rate.input}: declare that input as float32 of shape []`);
  return optimiser;
}

/**
 * Gradients of the loss by variable, clipped as the optimiser says.
 * @param keep called with each output while it is alive; `loss` among them
 * @throws StrataError where the loss does not depend on a variable that the update minimises
 */
export function gradientsOf(
  spec: LearnerSpec,
  name: string,
  variables: Tensors,
  inputs: Tensors,
  keep: (output: string, tensor: tf.Tensor) => void,
): ReadonlyMap<string, tf.Tensor> {
  const program = spec.programs[name] as UpdateProgram;
  const names = minimisedBy(spec, name);
  const trained = names.map((v) => variables[v] as tf.Variable);
  const { grads } = tf.variableGrads(() => {
    const result = program.loss(variables, inputs);
    const named: Tensors = result instanceof tf.Tensor ? { loss: result } : result;
    for (const [output, tensor] of Object.entries(named)) keep(output, tensor);
    return named.loss as tf.Scalar;
  }, trained);
  const gradients = trained.map(
    (v, k) =>
      grads[v.name] ??
      refuse(`the loss of ${name} does not depend on ${names[k]}; list in \`minimise\` what it changes`),
  );
  const { clipNorm } = optimiserOf(spec, name);
  if (clipNorm === undefined && !program.gradientNorm)
    return new Map(names.map((v, k) => [v, gradients[k] as tf.Tensor]));
  const norm = tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g)))));
  if (program.gradientNorm) keep('gradientNorm', norm);
  if (clipNorm === undefined) return new Map(names.map((v, k) => [v, gradients[k] as tf.Tensor]));
  const factor = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  return new Map(names.map((v, k) => [v, tf.mul(gradients[k] as tf.Tensor, factor)]));
}

/** New values by variable. @throws StrataError where a variable is unknown, or a value has another shape or type */
export function assignedBy(spec: LearnerSpec, program: AssignProgram, variables: Tensors, inputs: Tensors): Tensors {
  const assigned = program.assign(variables, inputs);
  for (const [name, { shape, dtype }] of Object.entries(assigned)) {
    const variable = spec.variables[name] ?? refuse(`an assignment changes ${name}, which is no variable`);
    if (dtype !== 'float32' || shape.join() !== variable.shape.join()) {
      refuse(
        `an assignment gives ${name} of shape [${variable.shape.join(', ')}] a value of shape [${shape.join(', ')}] and type ${dtype}`,
      );
    }
  }
  return assigned;
}
