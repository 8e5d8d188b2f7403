/** TensorFlow operators that tfjs does not wrap, by their names in TensorFlow's registry; they work eagerly and in captured programs. */
import type * as tf from '@tensorflow/tfjs-core';
import { StrataError } from '../core/index.js';
import { type Binding, isNative, nativeBackend, nativeId, type OpAttribute } from './captured/native.js';

/** An attribute with its kind; types are `float32`, `int32`, `int64` and `bool`. */
export type RawAttribute =
  | { readonly type: 'float32' | 'int32' | 'int64' | 'bool' }
  | { readonly bool: boolean }
  | { readonly int: number | readonly number[] }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly shape: readonly number[] };

/**
 * Executes an operator of TensorFlow. No gradient flows through it: wrap it in `tf.customGrad` where one should.
 *
 * @param inputs     tensors; a bigint is a 64-bit scalar, which tfjs has no tensor for
 * @param attributes as in TensorFlow's registry, all of them: nothing is inferred
 * @param outputs    how many there are
 * @throws StrataError where TensorFlow does not compute, or refuses the operator
 */
export function rawOperator(
  name: string,
  inputs: readonly (tf.Tensor | bigint)[],
  attributes: Readonly<Record<string, RawAttribute>>,
  outputs = 1,
): tf.Tensor[] {
  if (!isNative())
    throw new StrataError(`${name} is an operator of TensorFlow, which is not the device in use`, { code: 'device' });
  const backend = nativeBackend();
  const { binding } = backend;
  const scalars: number[] = [];
  const ids = inputs.map((input) => {
    if (typeof input !== 'bigint') return nativeId(input);
    const words = Int32Array.of(Number(BigInt.asIntN(32, input)), Number(BigInt.asIntN(32, input >> 32n)));
    const id = binding.createTensor([], binding.TF_INT64, words);
    scalars.push(id);
    return id;
  });
  const given = Object.entries(attributes).map(([key, value]) => attribute(binding, key, value));
  try {
    return binding.executeOp(name, given, ids, outputs).map((o) => backend.createOutputTensor(o));
  } catch (cause) {
    throw new StrataError(`TensorFlow refuses ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  } finally {
    for (const id of scalars) binding.deleteTensor(id);
  }
}

function attribute(binding: Binding, name: string, value: RawAttribute): OpAttribute {
  if ('type' in value) {
    const types = {
      float32: binding.TF_FLOAT,
      int32: binding.TF_INT32,
      int64: binding.TF_INT64,
      bool: binding.TF_BOOL,
    };
    return { name, type: binding.TF_ATTR_TYPE, value: types[value.type] };
  }
  if ('bool' in value) return { name, type: binding.TF_ATTR_BOOL, value: value.bool };
  if ('int' in value) return { name, type: binding.TF_ATTR_INT, value: value.int };
  if ('float' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  if ('text' in value) return { name, type: binding.TF_ATTR_STRING, value: value.text };
  return { name, type: binding.TF_ATTR_SHAPE, value: value.shape };
}
