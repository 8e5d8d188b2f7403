/** A network: parameters by name and a function of them and of observations; algorithms take any, and copy it as often as they need. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';

/** What a network sees of B observations; a part that an environment does not show is null. */
export interface NetworkInput {
  /** Rows of the market, oldest first [B, window, features]. */
  readonly market: tf.Tensor3D | null;
  /** Private numbers [B, width]. */
  readonly values: tf.Tensor2D | null;
}

export interface Network {
  readonly parameters: Readonly<Record<string, VariableSpec>>;
  /** Numbers an observation is turned into. */
  readonly outputs: number;
  /** @param p tensors by the names of `parameters` @returns [B, outputs] */
  apply(p: Tensors, input: NetworkInput): tf.Tensor2D;
}

/** Makes a network with first values drawn from the generator. */
export type NetworkFactory = (random: Generator) => Network;

/** The same entries under `prefix/name`. */
export function under<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${prefix}/${name}`, entry]));
}

/** Entries under a prefix, by the names they have without it. */
export function within<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  const start = `${prefix}/`;
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([name]) => name.startsWith(start))
      .map(([name, entry]) => [name.slice(start.length), entry]),
  );
}

/** Values of a parameter that no gradient reaches: a target network's first copy. */
export function frozen(parameters: Readonly<Record<string, VariableSpec>>): Record<string, VariableSpec> {
  return Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, { ...p, trainable: false }]));
}

/**
 * What a function of tensors gives, as a constant: no gradient flows into it and nothing of it is kept for one. Targets are made so;
 * `tf.customGrad` hides the operators within.
 */
export function withoutGradient<T extends tf.Tensor>(work: () => T): T {
  return tf.customGrad((nothing) => ({ value: work(), gradFunc: () => tf.zerosLike(nothing as tf.Tensor) }))(
    tf.scalar(0),
  ) as T;
}
