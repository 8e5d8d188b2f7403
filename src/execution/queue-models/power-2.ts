/** Cancels stand behind with behindⁿ against the whole level's power (hftbacktest, PowerProbQueueFunc2). */
import { probabilityQueue } from './cancelled-behind.js';
import { powerOf } from './exponent.js';
import type { QueueModel } from './queue-model.js';

/**
 * p = f(b) / f(a + b), f(x) = xⁿ: a large n takes more from ahead than form 1 does.
 * @param n exponent ≥ 0
 */
export function power2Queue(n: number): QueueModel {
  const f = powerOf(n);
  return probabilityQueue(`power-2 ${n}`, (ahead, behind) => f(behind) / f(ahead + behind));
}
