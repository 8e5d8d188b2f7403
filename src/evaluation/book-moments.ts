/** Moments of a day's order book by name: what a synthetic book is judged by. Steps are snapshots of continuous trading. */
import { type BookDay, bookPhases } from '../market/index.js';
import { correlation, deviation, mean } from '../statistics/index.js';

/** A named moment of one day. */
export interface BookMoment {
  readonly name: string;
  readonly unit: string;
  readonly of: (steps: BookSteps) => number;
}

/** A day's steps in columns [n]; changes and correlations never reach over a break. */
export interface BookSteps {
  readonly day: BookDay;
  /** Snapshot of each step. */
  readonly at: Int32Array;
  /** Steps until the session ends, from 0: what is k steps ahead exists where this is at least k. */
  readonly ahead: Int32Array;
  readonly mid: Float64Array;
  readonly spread: Float64Array;
  /** (bid − ask) / (bid + ask) of the best levels' sizes. */
  readonly imbalance: Float64Array;
  readonly records: Float64Array;
  readonly volume: Float64Array;
  /** Shares bought minus shares sold by those who took the initiative; by the trade's price against the mid where no side is told. */
  readonly net: Float64Array;
}

const continuous = bookPhases.indexOf('continuous');

/** The steps of a day whose book shows both sides. */
export function bookSteps(day: BookDay): BookSteps {
  const at: number[] = [];
  for (let t = 0; t + 1 < day.timeMs.length; t++)
    if (day.phase[t] === continuous && day.bidTicks[t * day.levels] && day.askTicks[t * day.levels]) at.push(t);
  const n = at.length;
  const column = (): Float64Array => new Float64Array(n);
  const [mid, spread, imbalance, records, volume, net] = [column(), column(), column(), column(), column(), column()];
  const ahead = new Int32Array(n);
  for (let i = n - 1; i >= 0; i--) {
    const t = at[i] as number;
    const l = t * day.levels;
    const [bid, ask] = [day.bidTicks[l] as number, day.askTicks[l] as number];
    const [bidSize, askSize] = [day.bidSizes[l] as number, day.askSizes[l] as number];
    mid[i] = (bid + ask) / 2;
    spread[i] = ask - bid;
    imbalance[i] = (bidSize - askSize) / (bidSize + askSize);
    ahead[i] = i + 1 < n && (at[i + 1] as number) === t + 1 ? (ahead[i + 1] as number) + 1 : 0;
    for (let k = day.tradeStart[t] as number; k < (day.tradeStart[t + 1] as number); k++) {
      if (day.tape.auction[k]) continue;
      const size = day.tape.sizes[k] as number;
      const side = (day.tape.sides[k] as number) || Math.sign((day.tape.ticks[k] as number) - (mid[i] as number));
      records[i] = (records[i] as number) + 1;
      volume[i] = (volume[i] as number) + size;
      net[i] = (net[i] as number) + side * size;
    }
  }
  return { day, at: Int32Array.from(at), ahead, mid, spread, imbalance, records, volume, net };
}

/** Changes of the mid over k steps, ticks, and the steps at which they begin. */
export function midChanges(
  { mid, ahead }: BookSteps,
  k: number,
): { readonly from: Int32Array; readonly change: Float64Array } {
  const from = Int32Array.from(mid.keys()).filter((i) => (ahead[i] as number) >= k);
  return { from, change: Float64Array.from(from, (i) => (mid[i + k] as number) - (mid[i] as number)) };
}

const share = (of: Float64Array, holds: (x: number) => boolean): number =>
  of.reduce((n, x) => n + (holds(x) ? 1 : 0), 0) / of.length;

/** Correlation of a column with itself k steps later. */
function persistence(steps: BookSteps, of: Float64Array, k: number): number {
  const from = Int32Array.from(of.keys()).filter((i) => (steps.ahead[i] as number) >= k);
  return correlation(
    Float64Array.from(from, (i) => of[i] as number),
    Float64Array.from(from, (i) => of[i + k] as number),
  );
}

/** log10 shares of a level, both sides one behind the other; empty levels count as one share. */
function logDepth({ day, at }: BookSteps, level: number): Float64Array {
  const out = new Float64Array(2 * at.length);
  for (const [i, t] of at.entries()) {
    out[i] = Math.log10(Math.max(1, day.bidSizes[t * day.levels + level - 1] as number));
    out[at.length + i] = Math.log10(Math.max(1, day.askSizes[t * day.levels + level - 1] as number));
  }
  return out;
}

const squares = (x: Float64Array): number => mean(x.map((v) => v * v));

/** All moments, in the order of the comparison. */
export const bookMoments: readonly BookMoment[] = [
  { name: 'mean spread', unit: 'ticks', of: (s) => mean(s.spread) },
  { name: 'spread of one tick', unit: 'share', of: (s) => share(s.spread, (x) => x === 1) },
  ...[1, 2, 5, 10].map((l) => ({
    name: `depth of level ${l}`,
    unit: 'log10 shares',
    of: (s: BookSteps) => mean(logDepth(s, l)),
  })),
  { name: 'deviation of depth, level 1', unit: 'log10 shares', of: (s) => deviation(logDepth(s, 1)) },
  { name: 'deviation of depth, level 5', unit: 'log10 shares', of: (s) => deviation(logDepth(s, 5)) },
  ...[1, 20].map((k) => ({
    name: `persistence of imbalance, ${k}`,
    unit: 'correlation',
    of: (s: BookSteps) => persistence(s, s.imbalance, k),
  })),
  { name: 'deviation of imbalance', unit: '', of: (s) => deviation(s.imbalance) },
  { name: 'records a step', unit: 'records', of: (s) => mean(s.records) },
  { name: 'deviation of records over mean', unit: '', of: (s) => deviation(s.records) / mean(s.records) },
  { name: 'steps without a trade', unit: 'share', of: (s) => share(s.records, (x) => x === 0) },
  { name: 'trade size', unit: 'shares', of: (s) => mean(s.volume) / mean(s.records) },
  { name: 'deviation of volume over mean', unit: '', of: (s) => deviation(s.volume) / mean(s.volume) },
  ...[1, 20].map((k) => ({
    name: `persistence of volume, ${k}`,
    unit: 'correlation',
    of: (s: BookSteps) => persistence(s, s.volume, k),
  })),
  ...[1, 10].map((k) => ({
    name: `persistence of trade signs, ${k}`,
    unit: 'correlation',
    of: (s: BookSteps) => persistence(s, s.net.map(Math.sign), k),
  })),
  { name: 'steps that move the mid', unit: 'share', of: (s) => share(midChanges(s, 1).change, (x) => x !== 0) },
  { name: 'volatility of a step', unit: 'ticks', of: (s) => Math.sqrt(squares(midChanges(s, 1).change)) },
  ...[5, 20, 100].map((k) => ({
    name: `volatility signature, ${k}`,
    unit: 'ratio to one step',
    of: (s: BookSteps) => squares(midChanges(s, k).change) / k / squares(midChanges(s, 1).change),
  })),
  ...[1, 5, 20].map((k) => ({
    name: `imbalance and the mid ${k} ahead`,
    unit: 'correlation',
    of: (s: BookSteps) => {
      const { from, change } = midChanges(s, k);
      return correlation(
        Float64Array.from(from, (i) => s.imbalance[i] as number),
        change,
      );
    },
  })),
];

/** All moments of a day, by name. */
export function momentsOfBook(day: BookDay): Readonly<Record<string, number>> {
  const steps = bookSteps(day);
  return Object.fromEntries(bookMoments.map(({ name, of }) => [name, of(steps)]));
}
