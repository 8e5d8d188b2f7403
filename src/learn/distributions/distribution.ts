/** What a stochastic policy draws actions from, given a network's numbers: densities on the device, draws on the host. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import type { Actions } from '../../environment/index.js';

export interface Distribution {
  /** Numbers that the network gives for one action. */
  readonly numbers: number;
  /** What is learnt beside the network; names do not repeat those of a network. */
  readonly parameters: Readonly<Record<string, VariableSpec>>;
  /** How widely actions are spread, one number; 0 where the network's numbers say all. Draws on the host need it. */
  spread(p: Tensors): tf.Scalar;
  /**
   * ln π(a | s) [B]; for weights the density with respect to all of them but the last.
   * @param numbers [B, numbers]
   * @param actions [B] or [B, width], int32 for choices
   * @param mask    1 where a choice is allowed [B, choices]
   */
  logProbability(p: Tensors, numbers: tf.Tensor2D, actions: tf.Tensor, mask?: tf.Tensor): tf.Tensor1D;
  /** Entropy of the distribution [B]. */
  entropy(p: Tensors, numbers: tf.Tensor2D, mask?: tf.Tensor): tf.Tensor1D;
  /** Draws the action of row b. */
  draw(row: DrawnRow, random: Generator): void;
}

/** One row of what `act` gives, and where its action goes. */
export interface DrawnRow {
  readonly numbers: ArrayLike<number>;
  readonly spread: number;
  readonly b: number;
  readonly actions: Actions;
  /** All rows; null where every choice is allowed. */
  readonly mask: Uint8Array | null;
}

/** A spread that is given or, starting from that, learnt through its logarithm as the parameter `logSpread`. */
export interface SpreadOptions {
  readonly spread: number;
  /** Default false. */
  readonly learnt?: boolean;
}
