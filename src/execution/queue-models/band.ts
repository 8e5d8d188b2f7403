/** One result under many queue models: what nobody can know without an order stream is reported as a band. */
import { StrataError } from '../../core/index.js';
import { constantQueue } from './constant.js';
import { logQueue } from './log.js';
import { log2Queue } from './log-2.js';
import { powerQueue } from './power.js';
import { power2Queue } from './power-2.js';
import { power3Queue } from './power-3.js';
import type { QueueModel } from './queue-model.js';
import { riskAverseQueue } from './risk-averse.js';

/** The models that need no order stream, each family at the exponents its vectors use. */
export const queueModels: readonly QueueModel[] = [
  constantQueue(3),
  riskAverseQueue,
  logQueue,
  log2Queue,
  powerQueue(1),
  powerQueue(2),
  power2Queue(2),
  power3Queue(2),
];

/** Smallest and largest result over models, and each by the model's name. */
export interface QueueBand {
  readonly low: number;
  readonly high: number;
  readonly byModel: Readonly<Record<string, number>>;
}

/**
 * Computes a result under each model, e.g. `queueBand((queue) => replayMarket(book, strategy(), { queue }).equity)`.
 * @throws StrataError without models, or where two have one name
 */
export function queueBand(
  result: (model: QueueModel) => number,
  models: readonly QueueModel[] = queueModels,
): QueueBand {
  const byModel = Object.fromEntries(models.map((model) => [model.name, result(model)]));
  const values = Object.values(byModel);
  if (values.length === 0 || values.length < models.length)
    throw new StrataError(
      `a band needs models of different names; received ${models.map((m) => m.name).join(', ') || 'none'}`,
    );
  return { low: Math.min(...values), high: Math.max(...values), byModel };
}
