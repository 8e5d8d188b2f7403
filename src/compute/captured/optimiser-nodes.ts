/** An optimiser's step as nodes of a graph: TensorFlow's own operators, which change variables in place. */
import { type Optimiser, type Rate, slotName } from '../optimiser.js';
import type { GraphBuilder, Wire } from './graph.js';
import type { VariableStore } from './variables.js';

/** What one update's nodes stand on. */
export interface UpdateNodes {
  readonly graph: GraphBuilder;
  readonly variables: VariableStore;
  /** Name of the program, which owns the optimiser's state. */
  readonly program: string;
  readonly optimiser: Optimiser;
  /** Inputs of the program by name. */
  readonly inputs: ReadonlyMap<string, Wire>;
  /** Node before which nothing may be written. */
  readonly barrier: string;
}

/**
 * Nodes that change each variable by its gradient, and then the optimiser's counters.
 * @param gradients by variable
 * @returns names of all nodes that write
 */
export function updateNodes(update: UpdateNodes, gradients: ReadonlyMap<string, Wire>): readonly string[] {
  const writes = [...gradients].map(([variable, { source }]) => applied(update, variable, source));
  const { optimiser } = update;
  if (optimiser.kind === 'sgd') return writes;
  return [
    ...writes,
    counted(update, 'power1', optimiser.beta1, writes),
    counted(update, 'power2', optimiser.beta2, writes),
  ];
}

function applied(update: UpdateNodes, variable: string, gradient: string): string {
  const { graph, variables, program, optimiser, barrier } = update;
  const T = graph.type(graph.binding.TF_FLOAT);
  const common = { T, use_locking: graph.bool(false) };
  const handle = variables.get(variable).node;
  const slot = (name: string): string => variables.get(slotName(program, name, variable)).node;
  const rate = rateOf(update, optimiser.learningRate);
  const after = `^${barrier}`;
  if (optimiser.kind === 'sgd') {
    if (optimiser.momentum === 0)
      return graph.node('ResourceApplyGradientDescent', [handle, rate, gradient, after], common);
    const inputs = [handle, slot('velocity'), rate, gradient, graph.scalar(optimiser.momentum), after];
    return graph.node('ResourceApplyMomentum', inputs, { ...common, use_nesterov: graph.bool(false) });
  }
  const powers = (['power1', 'power2'] as const).map((p) => variables.get(slotName(program, p)).value.source);
  const betas = [graph.scalar(optimiser.beta1), graph.scalar(optimiser.beta2)];
  const moments = [slot('moment1'), slot('moment2')];
  const inputs = [handle, ...moments, ...powers, rate, ...betas, epsilonOf(update), gradient, after];
  return graph.node('ResourceApplyAdam', inputs, { ...common, use_nesterov: graph.bool(false) });
}

/** The operator adds epsilon to the root of the uncorrected second moment: the corrected form multiplies it by the same correction. */
function epsilonOf({ graph, variables, program, optimiser }: UpdateNodes): string {
  if (optimiser.kind !== 'adam') return '';
  const epsilon = graph.scalar(optimiser.epsilon);
  if (optimiser.epsilonForm === 'uncorrected') return epsilon;
  const T = graph.type(graph.binding.TF_FLOAT);
  const power = variables.get(slotName(program, 'power2')).value.source;
  const left = graph.node('Sqrt', [graph.node('Sub', [graph.scalar(1), power], { T })], { T });
  return graph.node('Mul', [epsilon, left], { T });
}

function rateOf({ graph, inputs }: UpdateNodes, rate: Rate): string {
  return typeof rate === 'number' ? graph.scalar(rate) : (inputs.get(rate.input)?.source as string);
}

function counted(update: UpdateNodes, counter: string, factor: number, writes: readonly string[]): string {
  const { graph, variables, program } = update;
  const dtype = graph.type(graph.binding.TF_FLOAT);
  const { node, value } = variables.get(slotName(program, counter));
  const next = graph.node('Mul', [value.source, graph.scalar(factor)], { T: dtype });
  return graph.node('AssignVariableOp', [node, next, ...writes.map((w) => `^${w}`)], { dtype });
}
