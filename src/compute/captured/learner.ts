/** A learner whose programs are TensorFlow graphs over resource variables: every call is one call of a session (architecture, captured step). */
import * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../../core/index.js';
import type { Learner, LearnerSpec, Tensors } from '../learner.js';
import { bordersOf, decodeState, encodeState, missing, savedNames, stateOf } from '../state.js';
import { GraphBuilder } from './graph.js';
import { nativeBackend } from './native.js';
import { type CapturedProgram, captureProgram } from './program.js';
import { declareVariables, feedVariables, fetchVariables } from './variables.js';

let learners = 0;

/** Compiles a learner for TensorFlow. */
export function compileCaptured(spec: LearnerSpec): Learner {
  const { binding } = nativeBackend();
  const state = stateOf(spec);
  const graph = new GraphBuilder(binding);
  const shapes = new Map([...state].map(([name, { shape }]) => [name, shape]));
  const variables = declareVariables(graph, `strata${learners++}`, shapes);
  const saved = savedNames(state);
  const assignAll = variables.assignment(variables.names);
  const assignSaved = variables.assignment(saved);
  const assignOne = new Map(variables.names.map((name) => [name, variables.assignment([name])]));

  const programs = new Map<string, CapturedProgram>();
  const standing = standIns(spec);
  try {
    for (const name of Object.keys(spec.programs))
      programs.set(name, captureProgram(spec, name, graph, variables, standing));
  } finally {
    for (const tensor of Object.values(standing)) tensor.dispose();
  }
  const borders = bordersOf(spec);
  let session: number | undefined = graph.load();
  const open = (): number => {
    if (session !== undefined) return session;
    throw new StrataError('this learner was disposed of; compile another one', { code: 'learner' });
  };
  const feed = (values: ReadonlyMap<string, Float32Array>, fetch: string): void =>
    feedVariables(binding, open(), variables, values, fetch);
  if (state.size > 0) feed(new Map([...state].map(([name, { values }]) => [name, values])), assignAll);

  return {
    mode: 'captured',
    async run(name, given = {}) {
      const program = programs.get(name) ?? missing('program', name, programs.keys());
      const values = borders.get(name)?.(given) ?? [];
      const ids: number[] = [];
      try {
        for (const [k, { shape, dtype }] of program.inputs.entries())
          ids.push(binding.createTensor(shape, dtype, values[k]));
        const results = binding.runSavedModel(open(), ids, program.inputNames, program.outputNames);
        const out: Record<string, Float32Array | Int32Array> = {};
        for (const [k, { id }] of results.entries()) {
          const output = program.outputs[k];
          if (output !== undefined) out[output] = binding.tensorDataSync(id) as Float32Array | Int32Array;
          binding.deleteTensor(id);
        }
        return out;
      } finally {
        for (const id of ids) binding.deleteTensor(id);
      }
    },
    async read(name) {
      if (!state.has(name)) missing('variable', name, state.keys());
      return fetchVariables(binding, open(), variables, [name])[0] as Float32Array;
    },
    write(name, values) {
      feed(new Map([[name, values]]), assignOne.get(name) ?? missing('variable', name, state.keys()));
    },
    async save() {
      const values = fetchVariables(binding, open(), variables, saved);
      return encodeState(
        Object.fromEntries(
          saved.map((name, k) => [name, { shape: variables.get(name).shape, values: values[k] as Float32Array }]),
        ),
      );
    },
    load(bytes) {
      const values = decodeState(bytes, state);
      if (values.size > 0) feed(values, assignSaved);
    },
    tensorCount: () => tf.memory().numTensors,
    dispose() {
      if (session !== undefined) binding.deleteSavedModel(session);
      session = undefined;
    },
  };
}

/** A tensor for each variable while programs are traced: gradients are taken with respect to those that are trainable. */
function standIns(spec: LearnerSpec): Tensors {
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(spec.variables).map(([name, { shape, values, trainable }]) => {
        const tensor = tf.tensor(values, [...shape], 'float32');
        return [name, trainable === false ? tf.keep(tensor) : tf.variable(tensor)];
      }),
    ),
  );
}
