/** Volume since: shares traded until a snapshot, from so many snapshots before it or from the day's first trade on. */
import { StrataError } from '../../core/index.js';
import { type BookFeature, log10Shares } from './book-feature.js';

/**
 * @param since snapshots back, ≥ 1; `open` for the day's first trade, an opening auction included
 * @throws StrataError for anything else
 */
export function volumeSince(since: number | 'open'): BookFeature {
  if (since !== 'open' && !(Number.isInteger(since) && since >= 1))
    throw new StrataError(`volume is counted since "open" or a whole number of snapshots from 1; received ${since}`);
  const id = `volume-since-${since}`;
  const unit = 'log10 shares';
  return {
    id,
    doc: `log10 of the shares traded ${since === 'open' ? 'since the day’s first trade' : `in the last ${since} intervals between snapshots`}; no share reads as one`,
    unit,
    window: since === 'open' ? 'day' : since + 1,
    columns: () => [`${id}, ${unit}`],
    write({ timeMs, tape, tradeStart }, out, stride, offset) {
      const sizes = tape.sizes;
      let [shares, first, next] = [0, 0, 0];
      if (since !== 'open') first = next = tradeStart[0] as number;
      for (let t = 0; t < timeMs.length; t++) {
        for (; next < (tradeStart[t] as number); next++) shares += sizes[next] as number;
        const begin = since === 'open' ? 0 : (tradeStart[Math.max(t - since, 0)] as number);
        for (; first < begin; first++) shares -= sizes[first] as number;
        out[t * stride + offset] = log10Shares(shares);
      }
    },
  };
}
