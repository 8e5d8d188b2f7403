/** Cancels stand behind unless a power of the part ahead says otherwise (hftbacktest, PowerProbQueueFunc3). */
import { probabilityQueue } from './cancelled-behind.js';
import { powerOf } from './exponent.js';
import type { QueueModel } from './queue-model.js';

/**
 * p = 1 − f(a / (a + b)), f(x) = xⁿ: a large n takes less from ahead than form 1 does.
 * @param n exponent ≥ 0
 */
export function power3Queue(n: number): QueueModel {
  const f = powerOf(n);
  return probabilityQueue(`power-3 ${n}`, (ahead, behind) => 1 - f(ahead / (ahead + behind)));
}
