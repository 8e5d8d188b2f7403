/** Moments of daily bars from which the twin of the currency panel is made; frozen in data/twins and computed anew by a test. */
import { StrataError } from '../../core/index.js';
import type { BarSeries } from '../bars/bar-series.js';
import { type FxTwinParameters, fxTwinBars } from './fx.js';

/** How many times an ordinary day a large one is; the share of large days then follows from the kurtosis. */
const largeSize = 2.5;

/** @param bars one series a pair, on the same days */
export function calibrateFxTwin(bars: readonly BarSeries[]): FxTwinParameters {
  const days = bars[0]?.close.length ?? 0;
  if (days < 3 || bars.some((b) => b.close.length !== days))
    throw new StrataError(`a twin of pairs needs bars on the same days; received ${bars.map((b) => b.close.length)}`);
  const returns = bars.map(({ close }) => logSteps(close, close));
  const deviation = returns.map(rootMeanSquare);
  const parameters = {
    pairs: bars.map((b) => b.instrument),
    price: bars.map((b) => digits(b.close[0] as number)),
    deviation: deviation.map(digits),
    correlation: returns.flatMap((a, i) =>
      returns.map((b, j) => digits(meanProduct(a, b) / ((deviation[i] as number) * (deviation[j] as number)))),
    ),
    largeShare: digits(largeShareOf(median(returns.map(robustKurtosis)))),
    largeSize,
    gap: bars.map(({ open, close }, i) => digits(rootMeanSquare(logSteps(close, open)) / (deviation[i] as number))),
    wander: bars.map(() => 1),
  };
  // The mean range grows with the path's way: four rounds of proportional correction on the twin itself.
  const wanted = bars.map(meanRange);
  let wander: number[] = parameters.wander;
  for (let round = 0; round < 4; round++) {
    const twin = fxTwinBars({ ...parameters, wander });
    wander = wander.map((w, i) => digits((w * (wanted[i] as number)) / meanRange(twin[i] as BarSeries)));
  }
  return { ...parameters, wander };
}

/** Mean of ln(high / low). */
export function meanRange({ high, low }: Pick<BarSeries, 'high' | 'low'>): number {
  let sum = 0;
  for (let t = 0; t < high.length; t++) sum += Math.log((high[t] as number) / (low[t] as number));
  return sum / high.length;
}

/** ln(to(t) / from(t − 1)). */
function logSteps(from: Float64Array, to: Float64Array): Float64Array {
  return Float64Array.from({ length: to.length - 1 }, (_, t) => Math.log((to[t + 1] as number) / (from[t] as number)));
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += (a[t] as number) * (b[t] as number);
  return sum / a.length;
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(meanProduct(values, values));
}

/** Kurtosis of the middle 99.8 % of the days: single shocks (the vote on leaving the Union) would decide it otherwise. */
function robustKurtosis(values: Float64Array): number {
  const kept = values
    .slice()
    .sort((a, b) => Math.abs(a) - Math.abs(b))
    .subarray(0, Math.floor(0.998 * values.length));
  const squares = kept.map((v) => v * v);
  return meanProduct(squares, squares) / meanProduct(kept, kept) ** 2;
}

/** Share p of large days with 3 (1 − p + p s⁴) / (1 − p + p s²)² = kurtosis, the smaller root, by halving. */
function largeShareOf(kurtosis: number): number {
  const of = (p: number): number => (3 * (1 - p + p * largeSize ** 4)) / (1 - p + p * largeSize ** 2) ** 2;
  let [low, high] = [0, 1 / (largeSize ** 2 + 1)];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (of(middle) < kurtosis) low = middle;
    else high = middle;
  }
  return low;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function digits(value: number): number {
  return Number(value.toPrecision(6));
}
