/** Cancels stand behind with ln(1 + behind) against ln(1 + the whole level) (hftbacktest, LogProbQueueFunc2). */
import { probabilityQueue } from './cancelled-behind.js';
import type { QueueModel } from './queue-model.js';

/** p = f(b) / f(a + b), f(x) = ln(1 + x). */
export const log2Queue: QueueModel = probabilityQueue(
  'log-2',
  (ahead, behind) => Math.log1p(behind) / Math.log1p(ahead + behind),
);
