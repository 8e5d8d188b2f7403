/** What captured and eager learners share at their borders: checks of inputs, and their state as a safetensors file. */
import { decodeSafetensors, encodeSafetensors, type NumericArray, StrataError } from '../core/index.js';
import type { LearnerSpec, TensorSpec } from './learner.js';

/** Values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** Inputs in the type their program wants. @throws StrataError for an unknown program, a missing, unknown or wrongly sized input */
export function checkedInputs(
  spec: LearnerSpec,
  program: string,
  given: Readonly<Record<string, NumericArray>>,
): Readonly<Record<string, Float32Array | Int32Array>> {
  const wanted = spec.programs[program]?.inputs;
  if (!wanted)
    throw new StrataError(`no program ${program}; there are ${Object.keys(spec.programs).join(', ')}`, {
      code: 'learner',
    });
  for (const name of Object.keys(given)) {
    if (!(name in wanted))
      throw new StrataError(`${program} has no input ${name}; it has ${Object.keys(wanted).join(', ') || 'none'}`, {
        code: 'learner',
      });
  }
  const out: Record<string, Float32Array | Int32Array> = {};
  for (const [name, { shape, dtype }] of Object.entries(wanted) as [string, TensorSpec][]) {
    const values = given[name];
    if (values?.length !== sizeOf(shape)) {
      const got = values === undefined ? 'nothing' : `${values.length} values`;
      throw new StrataError(
        `${program} needs ${sizeOf(shape)} values for ${name} of shape [${shape.join(', ')}]; received ${got}`,
        { code: 'learner' },
      );
    }
    if (dtype === 'int32') out[name] = values instanceof Int32Array ? values : Int32Array.from(values);
    else out[name] = values instanceof Float32Array ? values : Float32Array.from(values);
  }
  return out;
}

/** Raised where a variable is named that the learner does not have. */
export function missingVariable(name: string, spec: LearnerSpec): never {
  throw new StrataError(`no variable ${name}; there are ${Object.keys(spec.variables).join(', ')}`, {
    code: 'learner',
  });
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
  shapes: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(bytes, 'learner state');
  const absent = [...shapes.keys()].filter((name) => !(name in tensors));
  const strange = Object.keys(tensors).filter((name) => !shapes.has(name));
  if (absent.length > 0 || strange.length > 0) {
    throw new StrataError(
      `this state is of another learner: ${absent.length} variables are missing (${absent.slice(0, 3).join(', ')}), ${strange.length} are unknown (${strange.slice(0, 3).join(', ')})`,
      { code: 'learner' },
    );
  }
  const out = new Map<string, Float32Array>();
  for (const [name, shape] of shapes) {
    const { values } = tensors[name] as { values: Float32Array };
    if (values.length !== sizeOf(shape)) {
      throw new StrataError(`${name} has ${values.length} values in this state, the learner has ${sizeOf(shape)}`, {
        code: 'learner',
      });
    }
    out.set(name, values);
  }
  return out;
}
