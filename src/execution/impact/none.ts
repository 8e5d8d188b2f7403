/** No impact: the replayed book is as full for the next order as for the first. What the three papers assume. */
import type { ImpactModel } from './impact.js';

export const noImpact: ImpactModel = {
  name: 'none',
  consumesBook: false,
  start: () => ({ take: () => 0 }),
};
