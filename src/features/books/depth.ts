/** Depth: all displayed shares of both sides, the liquidity that M3T's Meta Trader sees (docs/papers/m3t.md, extrinsic state). */
import { type BookFeature, log10Shares, snapshotFeature } from './book-feature.js';

export const depth: BookFeature = snapshotFeature(
  { id: 'depth', doc: 'log10 of the shares on all displayed levels of both sides', unit: 'log10 shares' },
  ({ bidSizes, askSizes, levels }, t) => {
    let shares = 0;
    for (let l = t * levels; l < (t + 1) * levels; l++) shares += (bidSizes[l] as number) + (askSizes[l] as number);
    return log10Shares(shares);
  },
);
