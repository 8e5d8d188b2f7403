/** What a learner is: named variables, an optimiser, and programs over them. Stated once; captured or eager is decided by `compile`. */
import type * as tf from '@tensorflow/tfjs-core';
import type { NumericArray } from '../core/index.js';
import type { Optimiser } from './optimiser.js';

/** Shape and type of an input. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** A variable with its initial values, row-major. */
export interface VariableSpec {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** False for variables that no gradient reaches: targets, kept copies, device-side data. Default true. */
  readonly trainable?: boolean;
  /** False for device-side data that whoever compiles the learner gives again: `save` and `load` leave it out. Default true. */
  readonly saved?: boolean;
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Minimises a loss by one step of the optimiser; outputs are values before the step. */
export interface UpdateProgram {
  readonly kind: 'update';
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Variables to change; default every trainable one. */
  readonly minimise?: readonly string[];
  /** Default the learner's. Each program has optimiser state of its own. */
  readonly optimiser?: Optimiser;
  /** Adds an output `gradientNorm`, the Euclidean norm of all gradients together before they are clipped. */
  readonly gradientNorm?: boolean;
  loss(variables: Tensors, inputs: Tensors): tf.Scalar | ({ readonly loss: tf.Scalar } & Tensors);
}

/** Computes outputs and changes nothing. */
export interface EvaluateProgram {
  readonly kind: 'evaluate';
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  outputs(variables: Tensors, inputs: Tensors): Tensors;
}

/** Gives variables new values, computed from those before the call. */
export interface AssignProgram {
  readonly kind: 'assign';
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  assign(variables: Tensors, inputs: Tensors): Tensors;
}

/** One thing a learner can do. */
export type Program = UpdateProgram | EvaluateProgram | AssignProgram;

/** A learner: state and what can be done with it. Functions must use tfjs operators only, and no tensor from outside. */
export interface LearnerSpec {
  readonly variables: Readonly<Record<string, VariableSpec>>;
  readonly optimiser?: Optimiser;
  readonly programs: Readonly<Record<string, Program>>;
}

/** A compiled learner. */
export interface Learner {
  readonly mode: 'captured' | 'eager';
  /**
   * Runs a program.
   * @param inputs values by name, row-major, as many as the program's shapes hold; they may be reused after the call
   * @returns outputs by name; `loss` for an update; nothing for an assignment
   * @throws StrataError for a missing, unknown or wrongly sized input
   */
  run(
    program: string,
    inputs?: Readonly<Record<string, NumericArray>>,
  ): Promise<Record<string, Float32Array | Int32Array>>;
  /** Values of a variable, or of a part of the optimiser's state (`program/moment1/variable`, `program/power1`). */
  read(variable: string): Promise<Float32Array>;
  write(variable: string, values: Float32Array): void;
  /** All saved variables and the optimisers' state as a safetensors file. */
  save(): Promise<Uint8Array>;
  /** @throws StrataError where the state is of another learner */
  load(state: Uint8Array): void;
  /** Tensors alive in the backend; a step must not change it. */
  tensorCount(): number;
  dispose(): void;
}
