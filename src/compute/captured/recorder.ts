/** Records what a function asks of the TensorFlow binding (operators with their attributes, constants made on the way) and writes it into a graph. */
import type * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../../core/index.js';
import type { Constant, GraphBuilder, Wire } from './graph.js';
import { type Binding, type NativeBackend, type NativeTensor, nativeBackend, type OpAttribute } from './native.js';

/** An operator as it was executed. */
interface Operator {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
  /** Tensors that must be there first, though their values are not used. */
  readonly after: readonly number[];
  readonly outputs: readonly NativeTensor[];
}

/** Everything a function did, in order. */
export type Recording = readonly (Operator | (Constant & { readonly id: number }))[];

/** What is known while a function is being recorded. */
interface RecordingState {
  /** Tensors that the next operator waits for. */
  after: readonly number[];
  /** Turns taken so far, and the last tensor of each row of them (see takeTurn). */
  turns: number;
  readonly rows: (number | undefined)[];
}

let active: RecordingState | undefined;

/** The recording under way, undefined outside `record`. */
export function recordingUnderWay(): RecordingState | undefined {
  return active;
}

/**
 * Runs a function once, for real, and records its operators.
 * @throws StrataError where the function reads a tensor's values: they would be frozen into the graph
 */
export function record(work: () => void): Recording {
  const backend = nativeBackend();
  const real = backend.binding;
  const steps: (Operator | (Constant & { readonly id: number }))[] = [];
  const restoreUploads = uploadOutsiders(backend, real);
  const state: RecordingState = { after: [], turns: 0, rows: [] };
  active = state;
  backend.binding = {
    ...bound(real),
    executeOp(name, attributes, inputs, count) {
      const outputs = real.executeOp(name, attributes, inputs, count);
      steps.push({ name, attributes: [...attributes], inputs: [...inputs], after: state.after, outputs: [...outputs] });
      state.after = [];
      return outputs;
    },
    createTensor(shape, dtype, values) {
      const id = real.createTensor(shape, dtype, values);
      steps.push({ id, shape: [...shape], dtype, values: (values as Float32Array).slice() });
      return id;
    },
    tensorDataSync() {
      throw new StrataError(
        'a program must not read values of tensors while it is captured; return them as outputs instead',
        { code: 'capture' },
      );
    },
  };
  try {
    work();
  } finally {
    backend.binding = real;
    active = undefined;
    restoreUploads();
  }
  return steps;
}

/**
 * Writes what these tensors need of a recording into a graph.
 * @param known outputs of the graph by tensor id; what is written is added
 * @throws StrataError naming the operator that used a tensor made elsewhere
 */
export function emit(
  recording: Recording,
  wanted: Iterable<number>,
  graph: GraphBuilder,
  known: Map<number, Wire>,
): void {
  for (const step of neededBy(wanted, recording)) {
    if ('id' in step) {
      known.set(step.id, { source: `${graph.constant(step)}:0`, dtype: step.dtype, shape: step.shape });
      continue;
    }
    const inputs = step.inputs.map((id) => {
      const input = known.get(id);
      if (input !== undefined) return input;
      throw new StrataError(
        `${step.name} uses a tensor that was made outside the program; pass it as an input or a variable`,
        { code: 'capture' },
      );
    });
    const { name, attributes } = plainProduct(step, inputs);
    const waits = step.after.flatMap((id) => known.get(id) ?? []);
    const control = waits.map(({ source }) => `^${source.split(':')[0]}`);
    const node = graph.node(
      name,
      [...inputs.map((i) => i.source), ...control],
      Object.fromEntries(attributes.map((a) => [a.name, graph.recorded(a)])),
    );
    for (const [k, { id, dtype, shape }] of step.outputs.entries())
      known.set(id, { source: `${node}:${k}`, dtype, shape });
  }
}

/** Steps whose results reach the wanted tensors, in order. */
function neededBy(wanted: Iterable<number>, recording: Recording): Recording {
  const needed = new Set(wanted);
  const steps = recording.toReversed().filter((step) => {
    if ('id' in step) return needed.has(step.id);
    if (!step.outputs.some(({ id }) => needed.has(id))) return false;
    for (const id of step.inputs) needed.add(id);
    return true;
  });
  return steps.reverse();
}

/** tfjs multiplies matrices by the operator for batches of them; the plain one does the same work faster. */
function plainProduct(
  { name, attributes }: Operator,
  inputs: readonly Wire[],
): { readonly name: string; readonly attributes: readonly OpAttribute[] } {
  if (name !== 'BatchMatMulV2' || inputs.some((i) => i.shape.length !== 2)) return { name, attributes };
  const renamed: Readonly<Record<string, string>> = { adj_x: 'transpose_a', adj_y: 'transpose_b' };
  return { name: 'MatMul', attributes: attributes.map((a) => ({ ...a, name: renamed[a.name] ?? a.name })) };
}

/**
 * Uploads tensors that were made before the recording without recording them as constants: the backend defers uploads until a tensor is
 * first used, and a tensor from outside must be told from a number written in the program.
 * @returns ends it
 */
function uploadOutsiders(backend: NativeBackend, real: Binding): () => void {
  const made = new WeakSet<object>();
  const { move, getInputTensorIds } = backend;
  backend.move = (dataId, ...rest) => {
    made.add(dataId);
    move.call(backend, dataId, ...rest);
  };
  backend.getInputTensorIds = (tensors: readonly tf.TensorInfo[]) => {
    for (const { dataId } of tensors) {
      const entry = dataId === undefined ? undefined : backend.tensorMap.get(dataId);
      if (!entry?.values || made.has(dataId)) continue;
      entry.id = real.createTensor(entry.shape, entry.dtype, entry.values);
      entry.values = null;
    }
    return getInputTensorIds.call(backend, tensors);
  };
  return () => {
    Reflect.deleteProperty(backend, 'move');
    Reflect.deleteProperty(backend, 'getInputTensorIds');
  };
}

/** A copy of the binding whose functions still know it. */
function bound(real: Binding): Binding {
  const copy: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(real)) {
    const member = (real as unknown as Record<string, unknown>)[key];
    copy[key] = typeof member === 'function' ? member.bind(real) : member;
  }
  return copy as unknown as Binding;
}
