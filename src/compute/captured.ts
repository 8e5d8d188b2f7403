/**
 * A learner whose programs are TensorFlow graphs: each runs once operator by operator while its operators are recorded, the record is
 * written as a graph over resource variables, and every later call is one call of the session.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gradientsOf, minimisedBy, optimiserOf } from './gradients.js';
import { GraphBuilder } from './graph.js';
import type { Learner, LearnerSpec, Program, Tensors } from './learner.js';
import { nativeBackend, nativeId } from './native.js';
import { countersOf, type Optimiser, slotsOf } from './optimiser.js';
import { emit, record } from './recorder.js';
import { checkedInputs, decodeState, encodeState, missingVariable, sizeOf } from './state.js';

/** A resource variable of the graph; `node` names its handle, `node/read` its value. */
interface Resource {
  readonly node: string;
  readonly shape: readonly number[];
}

/** A program as the session knows it. */
interface Compiled {
  readonly inputs: readonly { readonly name: string; readonly dtype: number; readonly shape: readonly number[] }[];
  /** `node:output` of each placeholder, joined by commas. */
  readonly inputNames: string;
  readonly outputs: readonly string[];
  readonly outputNames: string;
}

let learners = 0;

/** Compiles a learner for TensorFlow. */
export function compileCaptured(spec: LearnerSpec): Learner {
  const { binding } = nativeBackend();
  const graph = new GraphBuilder(binding);
  const unique = `strata${learners++}`;
  const float = { dtype: graph.type(binding.TF_FLOAT) };
  const resources = new Map<string, Resource>();

  const declare = (name: string, shape: readonly number[]): Resource => {
    const node = `v${resources.size}`;
    const attributes = {
      ...float,
      shape: graph.shape(shape),
      shared_name: graph.text(`${unique}/${node}`),
      container: graph.text(''),
    };
    graph.node('VarHandleOp', [], attributes, node);
    graph.node('ReadVariableOp', [node], float, `${node}/read`);
    graph.placeholder(`${node}/value`, binding.TF_FLOAT, shape);
    const assign = graph.node('AssignVariableOp', [node, `${node}/value`], float);
    graph.node('Identity', [graph.scalar(0, [`^${assign}`])], { T: graph.type(binding.TF_FLOAT) }, `${node}/assigned`);
    const resource = { node, shape };
    resources.set(name, resource);
    return resource;
  };
  for (const [name, { shape }] of Object.entries(spec.variables)) declare(name, shape);
  const initial = new Map(Object.entries(spec.variables).map(([name, v]) => [name, v.values]));
  for (const [name, program] of Object.entries(spec.programs)) {
    if (program.kind !== 'update') continue;
    const optimiser = optimiserOf(spec, name);
    for (const slot of slotsOf(optimiser)) {
      for (const variable of minimisedBy(spec, program)) {
        const { shape, values } = spec.variables[variable] as LearnerSpec['variables'][string];
        declare(`${name}/${slot}/${variable}`, shape);
        initial.set(`${name}/${slot}/${variable}`, new Float32Array(values.length));
      }
    }
    for (const [counter, value] of Object.entries(countersOf(optimiser))) {
      declare(`${name}/${counter}`, []);
      initial.set(`${name}/${counter}`, Float32Array.of(value));
    }
  }

  const compiled = new Map<string, Compiled>();
  const stand = tf.tidy(() =>
    Object.entries(spec.variables).map(([name, v]) => {
      const tensor = tf.tensor(v.values.slice(), [...v.shape], 'float32');
      return [name, v.trainable === false ? tf.keep(tensor) : tf.variable(tensor)] as const;
    }),
  );
  try {
    for (const name of Object.keys(spec.programs))
      compiled.set(name, capture(spec, name, Object.fromEntries(stand), graph, resources));
  } finally {
    for (const [, tensor] of stand) tensor.dispose();
  }
  const session = graph.load();

  const resource = (name: string): Resource => resources.get(name) ?? missingVariable(name, spec);
  const feed = (name: string, values: Float32Array): void => {
    const { node, shape } = resource(name);
    if (values.length !== sizeOf(shape))
      checkedInputs({ ...spec, programs: { [name]: variableAsProgram(name, shape) } }, name, { [name]: values });
    const id = binding.createTensor(shape, binding.TF_FLOAT, values);
    for (const out of binding.runSavedModel(session, [id], `${node}/value:0`, `${node}/assigned:0`))
      binding.deleteTensor(out.id);
    binding.deleteTensor(id);
  };
  const fetch = (names: readonly string[]): Float32Array[] => {
    const outputs = names.map((name) => `${resource(name).node}/read:0`).join(',');
    return binding.runSavedModel(session, [], '', outputs).map((out) => {
      const values = binding.tensorDataSync(out.id) as Float32Array;
      binding.deleteTensor(out.id);
      return values;
    });
  };
  for (const [name, values] of initial) feed(name, values);

  return {
    mode: 'captured',
    async run(name, given = {}) {
      const values = checkedInputs(spec, name, given);
      const { inputs, inputNames, outputs, outputNames } = compiled.get(name) as Compiled;
      const ids = inputs.map((input) => binding.createTensor(input.shape, input.dtype, values[input.name]));
      const results = binding.runSavedModel(session, ids, inputNames, outputNames);
      for (const id of ids) binding.deleteTensor(id);
      const out: Record<string, Float32Array | Int32Array> = {};
      for (const [k, result] of results.entries()) {
        const output = outputs[k];
        if (output !== undefined) out[output] = binding.tensorDataSync(result.id) as Float32Array | Int32Array;
        binding.deleteTensor(result.id);
      }
      return out;
    },
    async read(name) {
      return fetch([name])[0] as Float32Array;
    },
    write: feed,
    async save() {
      const names = [...resources.keys()];
      const values = fetch(names);
      return encodeState(
        Object.fromEntries(
          names.map((name, i) => [name, { shape: resource(name).shape, values: values[i] as Float32Array }]),
        ),
      );
    },
    load(bytes) {
      const shapes = new Map([...resources].map(([name, { shape }]) => [name, shape]));
      for (const [name, values] of decodeState(bytes, shapes)) feed(name, values);
    },
    tensorCount: () => tf.memory().numTensors,
    dispose() {
      binding.deleteSavedModel(session);
    },
  };
}

/** Runs a program once, records it and writes it into the graph. */
function capture(
  spec: LearnerSpec,
  name: string,
  variables: Tensors,
  graph: GraphBuilder,
  resources: ReadonlyMap<string, Resource>,
): Compiled {
  const { binding } = nativeBackend();
  const program = spec.programs[name] as Program;
  const known = new Map<number, string>();
  for (const [variable, tensor] of Object.entries(variables))
    known.set(nativeId(tensor), `${resources.get(variable)?.node}/read:0`);
  const dtypes = { float32: binding.TF_FLOAT, int32: binding.TF_INT32 };
  const inputs = Object.entries(program.inputs).map(([input, { shape, dtype }], k) => ({
    name: input,
    shape,
    dtype: dtypes[dtype],
    node: graph.placeholder(`${name}/in${k}`, dtypes[dtype], shape),
    tensor: tf.zeros([...shape], dtype),
  }));
  for (const input of inputs) known.set(nativeId(input.tensor), `${input.node}:0`);
  const given: Tensors = Object.fromEntries(inputs.map((i) => [i.name, i.tensor]));

  const outputs = new Map<string, number>();
  const changes: { readonly variable: string; readonly value: number }[] = [];
  const recording = record(() =>
    tf.tidy(() => {
      if (program.kind === 'update') {
        const names = minimisedBy(spec, program);
        const trained = names.map((v) => variables[v] as tf.Variable);
        const gradients = gradientsOf(program, variables, given, trained, optimiserOf(spec, name), (output, t) => {
          outputs.set(output, nativeId(t));
        });
        for (const [k, variable] of names.entries())
          changes.push({ variable, value: nativeId(gradients[k] as tf.Tensor) });
      } else if (program.kind === 'evaluate') {
        for (const [output, t] of Object.entries(program.outputs(variables, given))) outputs.set(output, nativeId(t));
      } else {
        for (const [variable, t] of Object.entries(program.assign(variables, given)))
          changes.push({ variable, value: nativeId(t) });
      }
    }),
  );
  for (const input of inputs) input.tensor.dispose();
  emit(recording, graph, known);

  const T = graph.type(binding.TF_FLOAT);
  // Everything is read before anything is written: the values of outputs and changes are those before the call.
  const reads = [...resources.values()].filter((r) =>
    [...variableReads(recording, variables, resources)].includes(r.node),
  );
  const wait = reads.map((r) => `^${r.node}/read`);
  const before = [...outputs.values(), ...changes.map((c) => c.value)].map(
    (id) => `^${(known.get(id) as string).split(':')[0]}`,
  );
  const barrier = graph.node('NoOp', [...new Set([...wait, ...before])]);
  const writes = changes.map(({ variable, value }) => {
    const source = known.get(value) as string;
    if (program.kind === 'assign') {
      return graph.node('AssignVariableOp', [resources.get(variable)?.node as string, source, `^${barrier}`], {
        dtype: T,
      });
    }
    return applyNode(graph, optimiserOf(spec, name), name, variable, source, resources, barrier);
  });
  if (program.kind === 'update') writes.push(...advance(graph, optimiserOf(spec, name), name, resources, writes));
  const after = writes.map((w) => `^${w}`);
  const outputNodes = [...outputs].map(([output, id]) => {
    const source = known.get(id) as string;
    const type = typeOfOutput(recording, id, binding.TF_FLOAT);
    return [output, `${graph.node('Identity', [source, ...after], { T: graph.type(type) })}:0`] as const;
  });
  if (outputNodes.length === 0) outputNodes.push(['', `${graph.scalar(0, after)}:0`]);
  return {
    inputs: inputs.map(({ name: input, shape, dtype }) => ({ name: input, shape, dtype })),
    inputNames: inputs.map((i) => `${i.node}:0`).join(','),
    outputs: [...outputs.keys()],
    outputNames: outputNodes.map(([, node]) => node).join(','),
  };
}

/** Handles of the variables whose values a recording uses. */
function variableReads(
  recording: ReturnType<typeof record>,
  variables: Tensors,
  resources: ReadonlyMap<string, Resource>,
): ReadonlySet<string> {
  const nodes = new Map(
    Object.entries(variables).map(([name, t]) => [nativeId(t), resources.get(name)?.node as string]),
  );
  const used = new Set<string>();
  for (const step of recording) {
    if (step.kind !== 'operator') continue;
    for (const id of step.inputs) {
      const node = nodes.get(id);
      if (node) used.add(node);
    }
  }
  return used;
}

/** TensorFlow type of an output: what its operator's attribute says, floats otherwise. */
function typeOfOutput(recording: ReturnType<typeof record>, id: number, float: number): number {
  for (const step of recording) {
    if (step.kind === 'constant' && step.id === id) return step.dtype;
    if (step.kind !== 'operator' || !step.outputs.includes(id)) continue;
    const wanted =
      step.attributes.find((a) => ['output_type', 'DstT', 'out_type'].includes(a.name)) ??
      step.attributes.find((a) => a.name === 'T');
    return typeof wanted?.value === 'number' ? wanted.value : float;
  }
  return float;
}

/** The optimiser's operator for one variable. */
function applyNode(
  graph: GraphBuilder,
  optimiser: Optimiser,
  program: string,
  variable: string,
  gradient: string,
  resources: ReadonlyMap<string, Resource>,
  barrier: string,
): string {
  const { binding } = nativeBackend();
  const T = graph.type(binding.TF_FLOAT);
  const plain = { T, use_locking: graph.bool(false) };
  const handle = (name: string): string => resources.get(name)?.node as string;
  const rate = graph.scalar(optimiser.learningRate);
  if (optimiser.kind === 'sgd') {
    if (optimiser.momentum === 0)
      return graph.node('ResourceApplyGradientDescent', [handle(variable), rate, gradient, `^${barrier}`], plain);
    const inputs = [
      handle(variable),
      handle(`${program}/velocity/${variable}`),
      rate,
      gradient,
      graph.scalar(optimiser.momentum),
      `^${barrier}`,
    ];
    return graph.node('ResourceApplyMomentum', inputs, { ...plain, use_nesterov: graph.bool(false) });
  }
  const power1 = `${handle(`${program}/power1`)}/read`;
  const power2 = `${handle(`${program}/power2`)}/read`;
  let epsilon = graph.scalar(optimiser.epsilon);
  if (optimiser.epsilonForm === 'corrected') {
    const left = graph.node('Sqrt', [graph.node('Sub', [graph.scalar(1), power2], { T })], { T });
    epsilon = graph.node('Mul', [epsilon, left], { T });
  }
  const inputs = [
    handle(variable),
    handle(`${program}/moment1/${variable}`),
    handle(`${program}/moment2/${variable}`),
    power1,
    power2,
    rate,
    graph.scalar(optimiser.beta1),
    graph.scalar(optimiser.beta2),
    epsilon,
    gradient,
    `^${barrier}`,
  ];
  return graph.node('ResourceApplyAdam', inputs, { ...plain, use_nesterov: graph.bool(false) });
}

/** Moves the optimiser's counters on, after every variable has been changed. */
function advance(
  graph: GraphBuilder,
  optimiser: Optimiser,
  program: string,
  resources: ReadonlyMap<string, Resource>,
  writes: readonly string[],
): string[] {
  if (optimiser.kind !== 'adam') return [];
  const T = graph.type(nativeBackend().binding.TF_FLOAT);
  return (['power1', 'power2'] as const).map((counter) => {
    const node = resources.get(`${program}/${counter}`)?.node as string;
    const factor = counter === 'power1' ? optimiser.beta1 : optimiser.beta2;
    const next = graph.node('Mul', [`${node}/read`, graph.scalar(factor)], { T });
    return graph.node('AssignVariableOp', [node, next, ...writes.map((w) => `^${w}`)], { dtype: T });
  });
}

function variableAsProgram(name: string, shape: readonly number[]): Program {
  return { kind: 'evaluate', inputs: { [name]: { shape, dtype: 'float32' } }, outputs: () => ({}) } satisfies Program;
}
