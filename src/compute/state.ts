/** What captured and eager learners share at their borders: their variables, checks of inputs, and state as a safetensors file. */
import { decodeSafetensors, encodeSafetensors, type NumericArray, StrataError } from '../core/index.js';
import { minimisedBy, optimiserOf } from './gradients.js';
import type { LearnerSpec } from './learner.js';
import { countersOf, slotName, slotsOf } from './optimiser.js';

/** A variable as both forms of a learner keep it. */
export interface StateVariable {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly trainable: boolean;
  /** Whether `save` and `load` know it. */
  readonly saved: boolean;
}

/** Values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/**
 * All variables of a learner by name: its own, then `program/slot/variable` and `program/counter` of each update's optimiser.
 * @throws StrataError where values do not fill their shape
 */
export function stateOf(spec: LearnerSpec): ReadonlyMap<string, StateVariable> {
  const state = new Map<string, StateVariable>();
  for (const [name, { shape, values, trainable = true, saved = true }] of Object.entries(spec.variables)) {
    if (values.length !== sizeOf(shape)) {
      throw new StrataError(
        `variable ${name} of shape [${shape.join(', ')}] takes ${sizeOf(shape)} values; received ${values.length}`,
        { code: 'learner' },
      );
    }
    state.set(name, { shape, values, trainable, saved });
  }
  const own = { trainable: false, saved: true };
  for (const [name, program] of Object.entries(spec.programs)) {
    if (program.kind !== 'update') continue;
    const optimiser = optimiserOf(spec, name);
    for (const slot of slotsOf(optimiser)) {
      for (const variable of minimisedBy(spec, name)) {
        const shape = spec.variables[variable]?.shape ?? [];
        state.set(slotName(name, slot, variable), { shape, values: new Float32Array(sizeOf(shape)), ...own });
      }
    }
    for (const [counter, value] of Object.entries(countersOf(optimiser)))
      state.set(slotName(name, counter), { shape: [], values: Float32Array.of(value), ...own });
  }
  return state;
}

/** Names of the variables that `save` writes. */
export function savedNames(state: ReadonlyMap<string, StateVariable>): readonly string[] {
  return [...state].filter(([, { saved }]) => saved).map(([name]) => name);
}

/** Puts a program's inputs in order and in its types. @throws StrataError for a missing, unknown or wrongly sized input */
export type Border = (given: Readonly<Record<string, NumericArray>>) => readonly (Float32Array | Int32Array)[];

/** The border of each program by name. */
export function bordersOf(spec: LearnerSpec): ReadonlyMap<string, Border> {
  return new Map(Object.keys(spec.programs).map((name) => [name, borderOf(spec, name)]));
}

function borderOf(spec: LearnerSpec, program: string): Border {
  const wanted = spec.programs[program]?.inputs ?? {};
  const inputs = Object.entries(wanted).map(([name, { shape, dtype }]) => ({
    name,
    shape,
    dtype,
    size: sizeOf(shape),
  }));
  return (given) => {
    for (const name in given) {
      if (!(name in wanted))
        refuse(`${program} has no input ${name}; it has ${Object.keys(wanted).join(', ') || 'none'}`);
    }
    return inputs.map(({ name, shape, dtype, size }) => {
      const values = given[name];
      if (values?.length !== size) {
        const got = values === undefined ? 'nothing' : `${values.length} values`;
        return refuse(`${program} needs ${size} values for ${name} of shape [${shape.join(', ')}]; received ${got}`);
      }
      if (dtype === 'int32') return values instanceof Int32Array ? values : new Int32Array(values);
      return values instanceof Float32Array ? values : new Float32Array(values);
    });
  };
}

/** Raised where a program or a variable is named that the learner does not have. */
export function missing(kind: 'program' | 'variable', name: string, known: Iterable<string>): never {
  return refuse(`no ${kind} ${name}; there are ${[...known].join(', ')}`);
}

/** State as bytes. */
export function encodeState(
  state: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>,
): Uint8Array {
  return encodeSafetensors(state, { format: 'strata.learner' });
}

/** Values by variable. @throws StrataError where names or sizes differ from those of this learner */
export function decodeState(
  bytes: Uint8Array,
  state: ReadonlyMap<string, StateVariable>,
): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(bytes, 'learner state');
  const names = savedNames(state);
  const absent = names.filter((name) => !(name in tensors));
  const strange = Object.keys(tensors).filter((name) => !names.includes(name));
  if (absent.length > 0 || strange.length > 0) {
    refuse(
      `this state is of another learner: ${absent.length} variables are missing (${absent.slice(0, 3).join(', ')}), ${strange.length} are unknown (${strange.slice(0, 3).join(', ')})`,
    );
  }
  return new Map(
    names.map((name) => {
      const values = tensors[name]?.values ?? new Float32Array();
      const size = sizeOf(state.get(name)?.shape ?? []);
      if (values.length !== size) refuse(`${name} has ${values.length} values in this state, the learner has ${size}`);
      return [name, values];
    }),
  );
}

function refuse(message: string): never {
  throw new StrataError(message, { code: 'learner' });
}
