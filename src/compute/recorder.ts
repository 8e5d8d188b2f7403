/** Records what a function asks of the TensorFlow binding: operators with their attributes, and constants made on the way. */
import { StrataError } from '../core/index.js';
import type { GraphBuilder } from './graph.js';
import { type Binding, type NativeTensor, nativeBackend, type OpAttribute } from './native.js';

/** One thing the binding was asked to do. */
type Step =
  | {
      readonly kind: 'constant';
      readonly id: number;
      readonly shape: readonly number[];
      readonly dtype: number;
      readonly values: ArrayLike<number>;
    }
  | {
      readonly kind: 'operator';
      readonly name: string;
      readonly attributes: readonly OpAttribute[];
      readonly inputs: readonly number[];
      readonly outputs: readonly number[];
    };

/** Everything a function did, in order. */
export type Recording = readonly Step[];

/**
 * Runs a function once, for real, and records its operators.
 * @throws StrataError where the function reads a tensor's values: they would be frozen into the graph
 */
export function record(work: () => void): Recording {
  const backend = nativeBackend();
  const real = backend.binding;
  const steps: Step[] = [];
  const wrapped: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(real)) {
    const member = (real as unknown as Record<string, unknown>)[key];
    wrapped[key] = typeof member === 'function' ? member.bind(real) : member;
  }
  wrapped.executeOp = (
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    count: number,
  ): NativeTensor[] => {
    const outputs = real.executeOp(name, attributes, inputs, count);
    steps.push({
      kind: 'operator',
      name,
      attributes: [...attributes],
      inputs: [...inputs],
      outputs: outputs.map((o) => o.id),
    });
    return outputs;
  };
  wrapped.createTensor = (shape: readonly number[], dtype: number, values: ArrayLike<number>): number => {
    const id = real.createTensor(shape, dtype, values);
    steps.push({ kind: 'constant', id, shape: [...shape], dtype, values: Array.prototype.slice.call(values) });
    return id;
  };
  wrapped.tensorDataSync = (): never => {
    throw new StrataError(
      'a program must not read values of tensors while it is captured; return them as outputs instead',
      { code: 'capture' },
    );
  };
  backend.binding = wrapped as unknown as Binding;
  try {
    work();
  } finally {
    backend.binding = real;
  }
  return steps;
}

/**
 * Writes a recording into a graph.
 * @param known graph outputs by tensor id; what the recording makes is added
 * @throws StrataError naming the operator that used a tensor made elsewhere
 */
export function emit(recording: Recording, graph: GraphBuilder, known: Map<number, string>): void {
  for (const step of recording) {
    if (step.kind === 'constant') {
      known.set(step.id, `${graph.constant(step)}:0`);
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
    const attributes = Object.fromEntries(step.attributes.map((a) => [a.name, graph.recorded(a)]));
    const name = graph.node(step.name, inputs, attributes);
    for (const [k, id] of step.outputs.entries()) known.set(id, `${name}:${k}`);
  }
}
