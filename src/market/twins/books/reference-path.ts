/**
 * The reference price of a synthetic day: a path of n steps through the day's open, high, low and close.
 *
 * Among random walks from open to close the one whose extremes are nearest to the day's is taken, and its values above both ends and below
 * them are stretched so that they meet high and low exactly: nearly a draw from the walk given its four prices, and of no other drift.
 */
import { type Generator, normalByTable } from '../../../core/index.js';

/** A day's four prices in ticks, low ≤ open, close ≤ high. */
export interface DayPrices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Knots of the coarse walk, and how many of them are tried. */
const knots = 64;
const tried = 150;

/** The path, ticks [n + 1]; its maximum is `high`, its minimum `low`. */
export function referencePath({ open, high, low, close }: DayPrices, n: number, random: Generator): Float64Array {
  // The mean range of a walk is 1.596 deviations of its end (Feller 1951).
  const deviation = Math.max(0.05, (high - low) / 1.596);
  let best = coarseWalk(open, close, deviation, random);
  let [bestHigh, bestLow] = extremes(best);
  const miss = (top: number, bottom: number): number => Math.abs(top - high) + Math.abs(bottom - low);
  for (let k = 1; k < tried; k++) {
    const walk = coarseWalk(open, close, deviation, random);
    const [top, bottom] = extremes(walk);
    if (miss(top, bottom) < miss(bestHigh, bestLow)) [best, bestHigh, bestLow] = [walk, top, bottom];
  }
  const path = refine(best, n, deviation, random);
  const [top, bottom] = extremes(path);
  const [above, below] = [Math.max(open, close), Math.min(open, close)];
  const up = top > above ? (high - above) / (top - above) : 0;
  const down = bottom < below ? (below - low) / (below - bottom) : 0;
  return path.map((x) => (x > above ? above + (x - above) * up : x < below ? below - (below - x) * down : x));
}

function coarseWalk(from: number, to: number, deviation: number, random: Generator): Float64Array {
  const out = new Float64Array(knots + 1);
  const step = deviation / Math.sqrt(knots);
  for (let k = 1; k <= knots; k++) out[k] = (out[k - 1] as number) + step * normalByTable(random);
  const end = out[knots] as number;
  return out.map((x, k) => from + x + ((to - from - end) * k) / knots);
}

/** Fills the steps between knots by walks that meet them. */
function refine(coarse: Float64Array, n: number, deviation: number, random: Generator): Float64Array {
  const out = new Float64Array(n + 1);
  const step = deviation / Math.sqrt(n);
  for (let k = 0; k < knots; k++) {
    const [first, last] = [Math.round((k * n) / knots), Math.round(((k + 1) * n) / knots)];
    const length = last - first;
    let x = 0;
    for (let t = first + 1; t <= last; t++) {
      x += step * normalByTable(random);
      out[t] = x;
    }
    const [from, to] = [coarse[k] as number, coarse[k + 1] as number];
    for (let t = first + 1; t <= last; t++)
      out[t] = from + (out[t] as number) + ((to - from - x) * (t - first)) / length;
  }
  out[0] = coarse[0] as number;
  return out;
}

function extremes(path: Float64Array): [number, number] {
  let [high, low] = [path[0] as number, path[0] as number];
  for (const x of path) {
    if (x > high) high = x;
    if (x < low) low = x;
  }
  return [high, low];
}
