/** Consumed liquidity: what we took from a level is not there for the next order, until the feed quotes the level anew. No price moves otherwise. */
import type { ImpactModel } from './impact.js';

export const consumedLiquidity: ImpactModel = {
  name: 'consumed liquidity',
  consumesBook: true,
  start: () => ({ take: () => 0 }),
};
