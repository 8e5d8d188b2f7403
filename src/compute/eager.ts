/** A learner that runs operator by operator, on every backend; the twin against which captured steps are checked. */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';
import { applyGradients } from './eager-optimiser.js';
import { assignedBy, gradientsOf, optimiserOf } from './gradients.js';
import type { Learner, LearnerSpec, Tensors } from './learner.js';
import { bordersOf, decodeState, encodeState, missing, savedNames, sizeOf, stateOf } from './state.js';

/** Compiles a learner for eager execution. */
export function compileEager(spec: LearnerSpec): Learner {
  const state = stateOf(spec);
  const variables = new Map<string, tf.Variable>();
  for (const [name, { shape, values, trainable }] of state) {
    const variable = tf.tidy(() => tf.variable(tf.tensor(values.slice(), [...shape], 'float32'), trainable));
    variables.set(name, variable);
  }
  let open = true;
  const get = (name: string): tf.Variable => {
    if (!open) throw new StrataError('this learner was disposed of; compile another one', { code: 'learner' });
    return variables.get(name) ?? missing('variable', name, state.keys());
  };
  const visible: Tensors = Object.fromEntries(Object.keys(spec.variables).map((name) => [name, get(name)]));
  const borders = bordersOf(spec);
  const saved = savedNames(state);

  const write = (name: string, values: Float32Array): void => {
    const variable = get(name);
    if (values.length !== variable.size) {
      throw new StrataError(
        `${name} of shape [${variable.shape.join(', ')}] takes ${sizeOf(variable.shape)} values; received ${values.length}`,
        { code: 'learner' },
      );
    }
    tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape, 'float32')));
  };

  /** Runs a program; the tensors it returns outlive the call. */
  const step = (name: string, given: readonly (Float32Array | Int32Array)[]): Record<string, tf.Tensor> => {
    const program = spec.programs[name] ?? missing('program', name, Object.keys(spec.programs));
    const kept: Record<string, tf.Tensor> = {};
    const keep = (output: string, tensor: tf.Tensor): void => {
      kept[output] = tf.keep(tf.clone(tensor));
    };
    tf.tidy(() => {
      // An assignment may keep an input, and on TensorFlow a tensor may share the memory of the array it was made of.
      const own = (values: Float32Array | Int32Array) => (program.kind === 'assign' ? values.slice() : values);
      const inputs: Tensors = Object.fromEntries(
        Object.entries(program.inputs).map(([input, { shape, dtype }], k) => [
          input,
          tf.tensor(own(given[k] as Float32Array), [...shape], dtype),
        ]),
      );
      if (program.kind === 'update') {
        const gradients = gradientsOf(spec, name, visible, inputs, keep);
        applyGradients({ program: name, optimiser: optimiserOf(spec, name), inputs, get }, gradients);
      } else if (program.kind === 'evaluate') {
        for (const [output, tensor] of Object.entries(program.outputs(visible, inputs))) keep(output, tensor);
      } else {
        const values = Object.entries(assignedBy(spec, program, visible, inputs));
        const before = values.map(([variable, tensor]) => [variable, tf.clone(tensor)] as const);
        for (const [variable, tensor] of before) get(variable).assign(tensor);
      }
    });
    return kept;
  };

  return {
    mode: 'eager',
    async run(name, given = {}) {
      const border = borders.get(name) ?? missing('program', name, borders.keys());
      const kept = step(name, border(given));
      const out: Record<string, Float32Array | Int32Array> = {};
      for (const [output, tensor] of Object.entries(kept)) {
        out[output] = (await tensor.data()) as Float32Array | Int32Array;
        tensor.dispose();
      }
      return out;
    },
    async read(name) {
      return (await get(name).data()) as Float32Array;
    },
    write,
    async save() {
      const values: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
      for (const name of saved)
        values[name] = { shape: get(name).shape, values: (await get(name).data()) as Float32Array };
      return encodeState(values);
    },
    load(bytes) {
      for (const [name, values] of decodeState(bytes, state)) write(name, values);
    },
    tensorCount: () => tf.memory().numTensors,
    dispose() {
      for (const variable of variables.values()) variable.dispose();
      variables.clear();
      open = false;
    },
  };
}
