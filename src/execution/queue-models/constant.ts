/** M3T's queue: a fixed number of trade records must pass, whatever their sizes (docs/papers/m3t.md, trading simulator). */
import { StrataError } from '../../core/index.js';
import type { QueueModel } from './queue-model.js';

/**
 * Each record moves the queue by one; those after the last fill the order with all their shares.
 * @param records ledger `m3t.queue-constant`, a whole number from 0
 */
export function constantQueue(records: number = 3): QueueModel {
  if (!Number.isInteger(records) || records < 0)
    throw new StrataError(`the queue constant is a whole number from 0; received ${records}`);
  return {
    name: `constant ${records}`,
    unit: 'records',
    queues(slots) {
      const ahead = new Float64Array(slots);
      return {
        ahead,
        join(slot) {
          ahead[slot] = records;
        },
        onDepth() {},
        onTrade(slot, shares) {
          const before = ahead[slot] as number;
          if (before <= 0) return shares;
          ahead[slot] = before - 1;
          return 0;
        },
        onCancel() {},
      };
    },
  };
}
