/** The exact queue, where a stream of orders says which of them was cancelled or hit: price, then time of arrival. */

import { takeExcess } from './excess.js';
import type { QueueModel } from './queue-model.js';

/**
 * Orders that came with an earlier event than ours stand ahead, others behind. A trade that hits one behind would have hit ours.
 *
 * A trade of which nobody knows whom it hit takes from the front, as in {@link riskAverseQueue}.
 */
export const firstInFirstOutQueue: QueueModel = {
  name: 'first in, first out',
  unit: 'shares',
  queues(slots, lotShares) {
    const ahead = new Float64Array(slots);
    const joined = new Float64Array(slots);
    return {
      ahead,
      join(slot, levelShares, event) {
        ahead[slot] = levelShares;
        joined[slot] = event;
      },
      onDepth(slot, _before, after) {
        if (after === 0) ahead[slot] = 0;
      },
      onTrade(slot, shares, resting) {
        if (resting > (joined[slot] as number)) return shares;
        ahead[slot] = (ahead[slot] as number) - shares;
        return takeExcess(ahead, slot, lotShares);
      },
      onCancel(slot, shares, resting) {
        if (resting <= (joined[slot] as number)) ahead[slot] = Math.max(0, (ahead[slot] as number) - shares);
      },
    };
  },
};
