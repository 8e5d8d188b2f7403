/** One choice in each branch, independent of the others, by softmax of the network's numbers among what is allowed. */
import * as tf from '@tensorflow/tfjs-core';
import { allowed, valueTaken } from '../networks/choices.js';
import { branchParts } from '../policy/decide.js';
import type { Distribution } from './distribution.js';

/** @param branches choices of each branch; one for a discrete space */
export function categorical(branches: readonly number[]): Distribution {
  const numbers = branches.reduce((sum, n) => sum + n, 0);
  const logShares = (x: tf.Tensor2D, mask: tf.Tensor | undefined): tf.Tensor2D[] => {
    const masks = mask && branchParts(branches, mask as tf.Tensor2D);
    return branchParts(branches, x).map((part, d) => tf.logSoftmax(allowed(part, masks?.[d])));
  };
  return {
    numbers,
    parameters: {},
    spread: () => tf.scalar(0),
    logProbability(_p, x, actions, mask) {
      const rows = x.shape[0];
      const byBranch = tf.reshape(actions, [rows, branches.length]);
      const parts = logShares(x, mask).map((part, d) => {
        const taken = tf.reshape(tf.slice(byBranch, [0, d], [rows, 1]), [rows]);
        return valueTaken(part, taken);
      });
      return tf.addN(parts) as tf.Tensor1D;
    },
    entropy(_p, x, mask) {
      // exp of a forbidden choice's −10³⁰ is 0, and so is its product.
      const parts = logShares(x, mask).map((part) => tf.neg(tf.sum(tf.mul(tf.exp(part), part), 1)));
      return tf.addN(parts) as tf.Tensor1D;
    },
    draw({ numbers: x, b, actions, mask }, random) {
      let from = b * numbers;
      for (let d = 0; d < branches.length; d++) {
        const choices = branches[d] as number;
        const open = (c: number): boolean => mask === null || mask[from + c] === 1;
        let most = Number.NEGATIVE_INFINITY;
        for (let c = 0; c < choices; c++) if (open(c)) most = Math.max(most, x[from + c] as number);
        let sum = 0;
        for (let c = 0; c < choices; c++) if (open(c)) sum += Math.exp((x[from + c] as number) - most);
        let left = random.uniform() * sum;
        let drawn = 0;
        for (let c = 0; c < choices; c++) {
          if (!open(c)) continue;
          drawn = c;
          left -= Math.exp((x[from + c] as number) - most);
          if (left < 0) break;
        }
        actions[b * branches.length + d] = drawn;
        from += choices;
      }
    },
  };
}
