/** Cancels stand behind with behindⁿ against aheadⁿ: n = 0 splits them evenly, a large n takes all from the larger part (hftbacktest, PowerProbQueueFunc). */
import { probabilityQueue } from './cancelled-behind.js';
import { powerOf } from './exponent.js';
import type { QueueModel } from './queue-model.js';

/**
 * p = f(b) / (f(b) + f(a)), f(x) = xⁿ.
 * @param n exponent ≥ 0
 */
export function powerQueue(n: number): QueueModel {
  const f = powerOf(n);
  return probabilityQueue(`power ${n}`, (ahead, behind) => {
    const part = f(behind);
    return part / (part + f(ahead));
  });
}
