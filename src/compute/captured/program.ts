/**
 * Captures one program: it runs once operator by operator while its operators are recorded, and the record becomes nodes of the
 * learner's graph. Everything is read before anything is written, so outputs and new values are those of the state before the call.
 */
import * as tf from '@tensorflow/tfjs-core';
import { assignedBy, gradientsOf, optimiserOf } from '../gradients.js';
import type { LearnerSpec, Program, Tensors } from '../learner.js';
import type { GraphBuilder, Wire } from './graph.js';
import { nativeId } from './native.js';
import { updateNodes } from './optimiser-nodes.js';
import { emit, record } from './recorder.js';
import type { VariableStore } from './variables.js';

/** A program as the session knows it; names are joined by commas, as the binding takes them. */
export interface CapturedProgram {
  readonly inputs: readonly { readonly name: string; readonly dtype: number; readonly shape: readonly number[] }[];
  readonly inputNames: string;
  readonly outputs: readonly string[];
  readonly outputNames: string;
}

/**
 * @param placeholders one tensor for each variable, standing for it while the program runs
 * @throws StrataError where the program uses a tensor from outside or reads values
 */
export function captureProgram(
  spec: LearnerSpec,
  name: string,
  graph: GraphBuilder,
  variables: VariableStore,
  placeholders: Tensors,
): CapturedProgram {
  const { binding } = graph;
  const program = spec.programs[name] as Program;
  const dtypes = { float32: binding.TF_FLOAT, int32: binding.TF_INT32 };
  const inputs = Object.entries(program.inputs).map(([input, { shape, dtype }], k) => {
    const node = graph.placeholder(`${name}/in${k}`, dtypes[dtype], shape);
    return {
      name: input,
      wire: { source: `${node}:0`, dtype: dtypes[dtype], shape },
      tensor: tf.zeros([...shape], dtype),
    };
  });
  const known = new Map<number, Wire>();
  for (const [variable, tensor] of Object.entries(placeholders))
    known.set(nativeId(tensor), variables.get(variable).value);
  for (const { tensor, wire } of inputs) known.set(nativeId(tensor), wire);

  const outputs = new Map<string, number>();
  const changes = new Map<string, number>();
  const given: Tensors = Object.fromEntries(inputs.map((i) => [i.name, i.tensor]));
  try {
    const recording = record(() => tf.tidy(() => trace(spec, name, placeholders, given, outputs, changes)));
    emit(recording, [...outputs.values(), ...changes.values()], graph, known);
  } finally {
    for (const { tensor } of inputs) tensor.dispose();
  }

  const wires = (named: ReadonlyMap<string, number>): ReadonlyMap<string, Wire> =>
    new Map([...named].map(([key, id]) => [key, known.get(id) as Wire]));
  const values = wires(outputs);
  const changed = wires(changes);
  const settled = new Set([...values.values(), ...changed.values()].map(({ source }) => `^${source.split(':')[0]}`));
  const barrier = graph.node('NoOp', [...settled]);
  const writes =
    program.kind === 'update'
      ? updateNodes(
          {
            graph,
            variables,
            program: name,
            optimiser: optimiserOf(spec, name),
            inputs: new Map(inputs.map((i) => [i.name, i.wire])),
            barrier,
          },
          changed,
        )
      : assignNodes(graph, variables, changed, barrier);
  const after = writes.map((w) => `^${w}`);
  const fetched = [...values.values()].map(
    ({ source, dtype }) => `${graph.node('Identity', [source, ...after], { T: graph.type(dtype) })}:0`,
  );
  return {
    inputs: inputs.map(({ name: input, wire: { dtype, shape } }) => ({ name: input, dtype, shape })),
    inputNames: inputs.map((i) => i.wire.source).join(','),
    outputs: [...values.keys()],
    outputNames: (fetched.length > 0 ? fetched : [`${graph.after(writes)}:0`]).join(','),
  };
}

/** Runs the program on stand-ins and notes which tensors are its outputs, its gradients or its new values. */
function trace(
  spec: LearnerSpec,
  name: string,
  variables: Tensors,
  inputs: Tensors,
  outputs: Map<string, number>,
  changes: Map<string, number>,
): void {
  const program = spec.programs[name] as Program;
  const note = (into: Map<string, number>) => (key: string, tensor: tf.Tensor) => into.set(key, nativeId(tensor));
  if (program.kind === 'update') {
    const gradients = gradientsOf(spec, name, variables, inputs, note(outputs));
    for (const [variable, gradient] of gradients) note(changes)(variable, gradient);
  } else if (program.kind === 'evaluate') {
    for (const [output, tensor] of Object.entries(program.outputs(variables, inputs))) note(outputs)(output, tensor);
  } else {
    for (const [variable, tensor] of Object.entries(assignedBy(spec, program, variables, inputs)))
      note(changes)(variable, tensor);
  }
}

/** New values are copied: they may be the caller's own memory or another variable's (see Binding). */
function assignNodes(
  graph: GraphBuilder,
  variables: VariableStore,
  values: ReadonlyMap<string, Wire>,
  barrier: string,
): readonly string[] {
  const dtype = graph.type(graph.binding.TF_FLOAT);
  return [...values].map(([variable, { source }]) => {
    const copy = graph.node('DeepCopy', [source, `^${barrier}`], { T: dtype });
    return graph.node('AssignVariableOp', [variables.get(variable).node, copy], { dtype });
  });
}
