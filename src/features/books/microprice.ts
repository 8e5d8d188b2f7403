/** Microprice: the mid weighted by the sizes on the other side (Gatheral and Oomen 2010), told as its distance from the plain mid. */
import { type BookFeature, midTicks, snapshotFeature } from './book-feature.js';

export const microprice: BookFeature = snapshotFeature(
  {
    id: 'microprice',
    doc: '(ask × bid size + bid × ask size) / (bid size + ask size) − mid; 0 where a side is empty',
    unit: 'ticks from mid',
  },
  (book, t) => {
    const best = t * book.levels;
    const [bid, ask] = [book.bidTicks[best] as number, book.askTicks[best] as number];
    const [bidSize, askSize] = [book.bidSizes[best] as number, book.askSizes[best] as number];
    if (!(bid > 0 && ask > 0 && bidSize + askSize > 0)) return 0;
    return (ask * bidSize + bid * askSize) / (bidSize + askSize) - midTicks(book, t);
  },
);
