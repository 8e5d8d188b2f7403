/** Spread: best ask minus best bid in ticks, what an impatient trader pays for a round trip. */
import { type BookFeature, snapshotFeature } from './book-feature.js';

export const spread: BookFeature = snapshotFeature(
  { id: 'spread', doc: 'best ask − best bid; 0 where a side is empty', unit: 'ticks' },
  ({ bidTicks, askTicks, levels }, t) => {
    const [bid, ask] = [bidTicks[t * levels] as number, askTicks[t * levels] as number];
    return bid > 0 && ask > 0 ? ask - bid : 0;
  },
);
