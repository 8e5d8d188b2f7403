/**
 * Queues in which a cancel stood behind our order with a probability that depends on how much is ahead and behind
 * (R. Rigtorp, "Estimating order queue position", 2013; hftbacktest, ProbQueueModel).
 */
import { takeExcess } from './excess.js';
import type { QueueModel } from './queue-model.js';

/**
 * A model from the probability that cancelled shares stood behind.
 *
 * When a level shrinks by d more than was traded, p·d left from behind us and (1 − p)·d from ahead; what is more than stands behind left
 * from ahead too, and never more stands ahead than is shown. A level that grows grows behind us.
 *
 * Where a model takes more from ahead than stood there, less than nothing stands ahead: the next trade then reaches the order with that much
 * more, as in hftbacktest. Where the probability is no number, hftbacktest puts the order at the end of its level; here all stood behind.
 * @param probability p from shares ahead and behind before the change; no number on an empty level, or of the logarithm of what is below −1
 */
export function probabilityQueue(name: string, probability: (ahead: number, behind: number) => number): QueueModel {
  return {
    name,
    unit: 'shares',
    queues(slots, lotShares) {
      const ahead = new Float64Array(slots);
      const traded = new Float64Array(slots); // since the last change of the level
      return {
        ahead,
        join(slot, levelShares) {
          ahead[slot] = levelShares;
          traded[slot] = 0;
        },
        onDepth(slot, before, after) {
          const front = ahead[slot] as number;
          const gone = before - after - (traded[slot] as number);
          traded[slot] = 0;
          let now = front;
          if (gone >= 0) {
            const back = before - front;
            const told = probability(front, back);
            const p = Number.isFinite(told) ? told : 1;
            now = front - (1 - p) * gone + Math.min(back - p * gone, 0);
          }
          ahead[slot] = now < after ? now : after;
        },
        onTrade(slot, shares) {
          ahead[slot] = (ahead[slot] as number) - shares;
          traded[slot] = (traded[slot] as number) + shares;
          return takeExcess(ahead, slot, lotShares);
        },
        onCancel() {},
      };
    },
  };
}
