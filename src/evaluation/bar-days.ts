/** Days of 15-minute bars in the quantities that the moments of bars are made of. */
import type { BarSeries } from '../market/index.js';
import { mean } from '../statistics/index.js';

/** A day of bars in the quantities that moments are made of. */
export interface BarDay {
  /** ISO date. */
  readonly date: string;
  readonly logVolume: number;
  /** Share of the day of each bar [16], and its logarithm. */
  readonly shares: Float64Array;
  readonly logShares: Float64Array;
  /** Shares of the eight half hours. */
  readonly tranches: Float64Array;
  /** Log returns of the bars from open to close [16]. */
  readonly returns: Float64Array;
  /** Log return from the close before to the open; NaN on the first day. */
  readonly overnight: number;
  /** (high − low) of the day over its open. */
  readonly range: number;
  /** Mean over the bars of (high − low − |close − open|) / open. */
  readonly wick: number;
  /** Whether each bar's amount / volume lies within low and high, share of bars. */
  readonly vwapInside: number;
}

/** Days with all bars and volume in each. */
export function barDays(bars: BarSeries, barsADay = 16): BarDay[] {
  const out: BarDay[] = [];
  let before = Number.NaN;
  for (let start = 0; start < bars.day.length; ) {
    let end = start;
    while (end < bars.day.length && bars.day[end] === bars.day[start]) end++;
    const at = (column: Float64Array, b: number): number => column[start + b] as number;
    const count = end - start;
    const sum = bars.volume.subarray(start, end).reduce((a, v) => a + v, 0);
    if (count === barsADay && bars.volume.subarray(start, end).every((v) => v > 0)) {
      const shares = Float64Array.from({ length: count }, (_, b) => at(bars.volume, b) / sum);
      const highest = Math.max(...bars.high.subarray(start, end));
      const lowest = Math.min(...bars.low.subarray(start, end));
      const each = Array.from({ length: count }, (_, b) => b);
      out.push({
        date: bars.days[bars.day[start] as number] as string,
        logVolume: Math.log(sum),
        shares,
        logShares: shares.map(Math.log),
        tranches: Float64Array.from(
          { length: count / 2 },
          (_, i) => (shares[2 * i] as number) + (shares[2 * i + 1] as number),
        ),
        returns: Float64Array.from(each, (b) => Math.log(at(bars.close, b) / at(bars.open, b))),
        overnight: Math.log(at(bars.open, 0) / before),
        range: (highest - lowest) / at(bars.open, 0),
        wick: mean(
          each.map(
            (b) =>
              (at(bars.high, b) - at(bars.low, b) - Math.abs(at(bars.close, b) - at(bars.open, b))) / at(bars.open, b),
          ),
        ),
        vwapInside: bars.amount ? mean(each.map((b) => within(bars, start + b))) : Number.NaN,
      });
    }
    before = bars.close[end - 1] as number;
    start = end;
  }
  return out;
}

function within(bars: BarSeries, i: number): number {
  const vwap = ((bars.amount as Float64Array)[i] as number) / (bars.volume[i] as number);
  return vwap >= (bars.low[i] as number) - 0.005 && vwap <= (bars.high[i] as number) + 0.005 ? 1 : 0;
}
