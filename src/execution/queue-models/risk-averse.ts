/** The most careful queue: only trades move an order forward, every cancel stood behind it (hftbacktest's RiskAdverseQueueModel; NautilusTrader's queue position). */
import { takeExcess } from './excess.js';
import type { QueueModel } from './queue-model.js';

/** All that is shown stands ahead; it never exceeds what is shown now. */
export const riskAverseQueue: QueueModel = {
  name: 'risk-averse',
  unit: 'shares',
  queues(slots, lotShares) {
    const ahead = new Float64Array(slots);
    return {
      ahead,
      join(slot, levelShares) {
        ahead[slot] = levelShares;
      },
      onDepth(slot, _before, after) {
        if ((ahead[slot] as number) > after) ahead[slot] = after;
      },
      onTrade(slot, shares) {
        ahead[slot] = (ahead[slot] as number) - shares;
        return takeExcess(ahead, slot, lotShares);
      },
      onCancel() {},
    };
  },
};
