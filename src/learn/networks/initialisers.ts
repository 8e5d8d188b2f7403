/** First values of parameters, drawn from a generator that is handed in. */
import type { Generator } from '../../core/index.js';

/** Values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** Uniform in ±1/√fanIn: the default of PyTorch's linear and recurrent layers (for these fanIn is the number of hidden units). */
export function uniformFanIn(shape: readonly number[], fanIn: number, random: Generator): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  random.fillUniform(values, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn));
  return values;
}

/**
 * Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010): the default of Keras for kernels.
 * @param fans  inputs and outputs of a unit
 * @param shape default: one value for each pair of them
 */
export function glorotUniform(
  fans: readonly [number, number],
  random: Generator,
  shape: readonly number[] = fans,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const limit = Math.sqrt(6 / (fans[0] + fans[1]));
  random.fillUniform(values, -limit, limit);
  return values;
}

/** Zeros. */
export function zeros(shape: readonly number[]): Float32Array {
  return new Float32Array(sizeOf(shape));
}
