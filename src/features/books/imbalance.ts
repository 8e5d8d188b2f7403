/** Imbalance: how far the displayed sizes lean to the bid, the best known predictor of the next move of the mid (Cont, Kukanov and Stoikov 2014). */
import { StrataError } from '../../core/index.js';
import { type BookFeature, snapshotFeature } from './book-feature.js';

/**
 * (bid size − ask size) / (bid size + ask size) over the best levels, in [−1, 1].
 * @param best levels a side that count; those a book does not have count as empty
 */
export function bookImbalance(best: number): BookFeature {
  if (!Number.isInteger(best) || best < 1)
    throw new StrataError(`an imbalance is of a whole number of levels from 1; received ${best}`);
  return snapshotFeature(
    {
      id: best === 1 ? 'imbalance' : `imbalance-${best}`,
      doc: `(bid size − ask size) / (bid size + ask size) over ${best === 1 ? 'the best level' : `${best} levels`}; 0 for an empty book`,
      unit: 'share of size',
    },
    ({ bidSizes, askSizes, levels }, t) => {
      let [bid, ask] = [0, 0];
      for (let l = t * levels; l < t * levels + Math.min(best, levels); l++) {
        bid += bidSizes[l] as number;
        ask += askSizes[l] as number;
      }
      return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0;
    },
  );
}
