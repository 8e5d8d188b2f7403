/** Cancels stand behind with ln(1 + behind) against ln(1 + ahead): large queues matter less than in proportion (hftbacktest, LogProbQueueFunc). */
import { probabilityQueue } from './cancelled-behind.js';
import type { QueueModel } from './queue-model.js';

/** p = f(b) / (f(b) + f(a)), f(x) = ln(1 + x). */
export const logQueue: QueueModel = probabilityQueue('log', (ahead, behind) => {
  const f = Math.log1p(behind);
  return f / (f + Math.log1p(ahead));
});
