/** Moments of 15-minute bars by name: what a synthetic twin is calibrated on and judged by. */
import type { BarSeries } from '../market/index.js';
import { correlation, deviation, mean } from '../statistics/index.js';

/** A day of bars in the quantities that moments are made of. */
export interface BarDay {
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

/** A named moment, a function of days in order. */
export interface BarMoment {
  readonly name: string;
  readonly unit: string;
  of(days: readonly BarDay[]): number;
}

function lagged(values: readonly number[], lag: number): number {
  return correlation(values.slice(lag), values.slice(0, values.length - lag));
}

/** Correlation from day to day of the deviations of tranche shares from their means, over all tranches. */
function shareLag(days: readonly BarDay[], lag: number): number {
  const means = Array.from({ length: 8 }, (_, i) => mean(days.map((d) => d.tranches[i] as number)));
  const [a, b]: [number[], number[]] = [[], []];
  for (let d = lag; d < days.length; d++) {
    for (let i = 0; i < 8; i++) {
      a.push(((days[d] as BarDay).tranches[i] as number) - (means[i] as number));
      b.push(((days[d - lag] as BarDay).tranches[i] as number) - (means[i] as number));
    }
  }
  return correlation(a, b);
}

/** Mean squared error of the profile that averages the twenty days before, × 1e-3: what Table V's first row measures. */
function averageError(days: readonly BarDay[]): number {
  let sum = 0;
  let count = 0;
  for (let d = 20; d < days.length; d++) {
    for (let i = 0; i < 8; i++) {
      let average = 0;
      for (let k = 1; k <= 20; k++) average += ((days[d - k] as BarDay).tranches[i] as number) / 20;
      sum += (((days[d] as BarDay).tranches[i] as number) - average) ** 2;
      count++;
    }
  }
  return (1e3 * sum) / count;
}

const basisPoints = 1e4;
const logVolumes = (days: readonly BarDay[]): number[] => days.map((d) => d.logVolume);
const returns = (days: readonly BarDay[]): number[] => days.flatMap((d) => [...d.returns]);

/** Every moment in the order of the comparison. */
export const barMoments: readonly BarMoment[] = [
  { name: 'log volume, mean', unit: 'log shares', of: (d) => mean(logVolumes(d)) },
  { name: 'log volume, deviation', unit: 'log shares', of: (d) => deviation(logVolumes(d)) },
  ...[1, 5, 20].map((lag) => ({
    name: `log volume, autocorrelation at ${lag} days`,
    unit: '1',
    of: (d: readonly BarDay[]) => lagged(logVolumes(d), lag),
  })),
  ...Array.from({ length: 8 }, (_, i) => ({
    name: `share of half hour ${i + 1}, mean`,
    unit: '1',
    of: (d: readonly BarDay[]) => mean(d.map((x) => x.tranches[i] as number)),
  })),
  ...Array.from({ length: 8 }, (_, i) => ({
    name: `share of half hour ${i + 1}, deviation`,
    unit: '1',
    of: (d: readonly BarDay[]) => deviation(d.map((x) => x.tranches[i] as number)),
  })),
  ...[1, 5, 20].map((lag) => ({
    name: `shares, correlation at ${lag} days`,
    unit: '1',
    of: (d: readonly BarDay[]) => shareLag(d, lag),
  })),
  {
    name: 'first and last half hour, correlation',
    unit: '1',
    of: (d) =>
      correlation(
        d.map((x) => x.tranches[0] as number),
        d.map((x) => x.tranches[7] as number),
      ),
  },
  { name: 'error of the 20-day average profile', unit: '1e-3', of: averageError },
  { name: 'bar return, deviation', unit: 'bp', of: (d) => basisPoints * deviation(returns(d)) },
  {
    name: 'overnight return, deviation',
    unit: 'bp',
    of: (d) => basisPoints * deviation(d.map((x) => x.overnight).filter(Number.isFinite)),
  },
  { name: 'day range over open, mean', unit: 'bp', of: (d) => basisPoints * mean(d.map((x) => x.range)) },
  { name: 'bars without change, share', unit: '1', of: (d) => mean(returns(d).map((r) => (r === 0 ? 1 : 0))) },
  {
    name: 'log volume and range, correlation',
    unit: '1',
    of: (d) =>
      correlation(
        logVolumes(d),
        d.map((x) => Math.log(Math.max(x.range, 1e-6))),
      ),
  },
  { name: 'bar VWAP within low and high, share', unit: '1', of: (d) => mean(d.map((x) => x.vwapInside)) },
];
