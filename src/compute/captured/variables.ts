/** Variables of a captured learner: resources of the session, each with a node that reads it and nodes that give it values. */
import { StrataError } from '../../core/index.js';
import { sizeOf } from '../state.js';
import type { GraphBuilder, Wire } from './graph.js';
import type { Binding } from './native.js';

/** A resource variable; `node` names its handle. */
export interface Resource {
  readonly node: string;
  readonly shape: readonly number[];
  /** Its value before anything the program writes. */
  readonly value: Wire;
}

/** The variables of one graph by name. */
export interface VariableStore {
  /** @throws StrataError for a name that was not declared */
  get(name: string): Resource;
  readonly names: readonly string[];
  /** Prepares these variables to be given values in one call; the result names what the call fetches. */
  assignment(names: readonly string[]): string;
}

/**
 * Declares variables of floats in a graph.
 * @param owner unique among learners: resources of equal names are one variable
 */
export function declareVariables(
  graph: GraphBuilder,
  owner: string,
  shapes: ReadonlyMap<string, readonly number[]>,
): VariableStore {
  const dtype = graph.binding.TF_FLOAT;
  const float = { dtype: graph.type(dtype) };
  const resources = new Map<string, Resource>();
  for (const [name, shape] of shapes) {
    const node = `v${resources.size}`;
    const shared = graph.text(`${owner}/${node}`);
    const attributes = { ...float, shape: graph.shape(shape), shared_name: shared, container: graph.text('') };
    graph.node('VarHandleOp', [], attributes, node);
    graph.node('ReadVariableOp', [node], float, `${node}/read`);
    graph.placeholder(`${node}/given`, dtype, shape);
    // What is given may be the caller's own memory (see Binding): the variable must own its values.
    graph.node('DeepCopy', [`${node}/given`], { T: graph.type(dtype) }, `${node}/copy`);
    graph.node('AssignVariableOp', [node, `${node}/copy`], float, `${node}/assign`);
    resources.set(name, { node, shape, value: { source: `${node}/read:0`, dtype, shape } });
  }
  const get = (name: string): Resource => {
    const resource = resources.get(name);
    if (resource) return resource;
    throw new StrataError(`the graph has no variable ${name}`, { code: 'learner' });
  };
  return {
    get,
    names: [...resources.keys()],
    assignment: (names) => `${graph.after(names.map((name) => `${get(name).node}/assign`))}:0`,
  };
}

/** Gives variables values, in one call. @param fetch what `assignment` returned for just these variables */
export function feedVariables(
  binding: Binding,
  session: number,
  store: VariableStore,
  values: ReadonlyMap<string, Float32Array>,
  fetch: string,
): void {
  const resources = [...values.keys()].map((name) => store.get(name));
  const ids = [...values].map(([name, given], k) => {
    const { shape } = resources[k] as Resource;
    if (given.length !== sizeOf(shape)) {
      throw new StrataError(
        `${name} of shape [${shape.join(', ')}] takes ${sizeOf(shape)} values; received ${given.length}`,
        { code: 'learner' },
      );
    }
    return binding.createTensor(shape, binding.TF_FLOAT, given);
  });
  try {
    const names = resources.map(({ node }) => `${node}/given:0`).join(',');
    for (const { id } of binding.runSavedModel(session, ids, names, fetch)) binding.deleteTensor(id);
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}

/** Values of variables, in one call. */
export function fetchVariables(
  binding: Binding,
  session: number,
  store: VariableStore,
  names: readonly string[],
): Float32Array[] {
  if (names.length === 0) return [];
  const outputs = names.map((name) => store.get(name).value.source).join(',');
  return binding.runSavedModel(session, [], '', outputs).map(({ id }) => {
    const values = binding.tensorDataSync(id) as Float32Array;
    binding.deleteTensor(id);
    return values;
  });
}
