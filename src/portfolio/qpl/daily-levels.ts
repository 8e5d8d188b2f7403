/** Quantum price levels of each day of a price history, and what each was fitted on. */
import { StrataError } from '../../core/index.js';
import { fitQuantum, type QuantumFit, type ReturnOptions } from './anharmonicity.js';
import type { KConstant } from './energies.js';
import { levelMultiple } from './levels.js';

/** Daily bars of one instrument, oldest first. */
export interface DailyPrices {
  readonly open: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

export interface LevelOptions extends ReturnOptions {
  /** What supplies the levels: the fit, a fixed distance as a control, or nothing, so that no level is ever touched (`qpl.band`). Default `qpl`. */
  readonly band?: 'qpl' | 'fixed-band' | 'off';
  /** Distance of `fixed-band` as a share of the price, default 0.001. */
  readonly bandWidth?: number;
  /** Level used as ±1 (`qpl.level-index`), default 0. */
  readonly level?: number;
  /** Price the levels stand around (`qpl.reference-price`); `same-close` is only known after the day. Default `open`. */
  readonly reference?: 'open' | 'prev-close' | 'same-close';
  /**
   * What σ and λ are fitted on (`qpl.fit`): for each day the closes before it; once, the closes of the training days; once, all but the
   * last close, as the laboratory's program does. Default `causal-rolling`.
   */
  readonly fit?: 'causal-rolling' | 'static-train' | 'static-full';
  /** Bars of a fit, today's unfinished one included, at most (`qpl.history`), default 2048: 2047 closes and 2046 returns. */
  readonly history?: number;
  /** Bars a causal fit needs, today's included, default 250; before, there are no levels. */
  readonly least?: number;
  /** Days of `static-train`. */
  readonly trainDays?: number;
  /** `qpl.k-constant`. */
  readonly kConstant?: KConstant;
  /** Set by studies that reproduce a published table: allows levels that know the future. Default false. */
  readonly reproduction?: boolean;
}

/** Levels of a history of so many days. */
export interface DailyLevels {
  /** [days]; NaN where there are none. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** σ and λ behind each day's levels [days]; NaN where there are none. */
  readonly sigma: Float64Array;
  readonly lambda: Float64Array;
  /** Days (first, and one past the last) whose closes the day's levels saw, [days] each; empty for `fixed-band` and `off`. */
  readonly fittedFrom: Int32Array;
  readonly fittedTo: Int32Array;
  /** Number of days with levels that could not be known before the day's end; above 0 only in a reproduction. */
  readonly lookAheadDays: number;
}

/**
 * The levels of each day. With `causal-rolling` a day's levels depend on closes before the day and on its reference price alone.
 * O(history) a day and fit.
 * @throws StrataError where levels would know the future outside a reproduction, and where a fit has no solution (the message names the day)
 */
export function dailyLevels(prices: DailyPrices, options: LevelOptions = {}): DailyLevels {
  const { band = 'qpl', bandWidth = 0.001, level = 0, reference = 'open', fit = 'causal-rolling' } = options;
  const { reproduction = false, kConstant = 43.6106 } = options;
  const days = prices.close.length;
  if (!reproduction) refuseLookAhead(band, reference, fit);
  const empty = (): Float64Array => new Float64Array(days).fill(Number.NaN);
  const spans = band === 'qpl' ? days : 0;
  const result = {
    lower: empty(),
    upper: empty(),
    sigma: empty(),
    lambda: empty(),
    fittedFrom: new Int32Array(spans),
    fittedTo: new Int32Array(spans),
    lookAheadDays: 0,
  };
  if (band === 'off') return result;
  const spanOf = band === 'qpl' ? fitSpan(days, fit, options) : undefined;
  let last: { from: number; to: number; fitted: QuantumFit; multiple: number } | undefined;
  for (let t = 0; t < days; t++) {
    let multiple = 1 + bandWidth;
    let seen = t;
    if (spanOf) {
      const span = spanOf(t);
      if (!span || (span.to > t && !reproduction)) continue;
      if (!last || last.from !== span.from || last.to !== span.to) {
        const fitted = fitDays(prices.close, span.from, span.to, t, options);
        last = { ...span, fitted, multiple: levelMultiple(level, fitted, kConstant) };
      }
      multiple = last.multiple;
      seen = span.to;
      result.sigma[t] = last.fitted.sigma;
      result.lambda[t] = last.fitted.lambda;
      result.fittedFrom[t] = span.from;
      result.fittedTo[t] = span.to;
    }
    const price = referencePrice(prices, t, reference);
    result.lower[t] = price / multiple;
    result.upper[t] = price * multiple;
    if (seen > t || reference === 'same-close') result.lookAheadDays++;
  }
  return result;
}

function refuseLookAhead(band: string, reference: string, fit: string): void {
  if (reference === 'same-close')
    throw new StrataError(
      'levels around the same day’s close are known after the day only; take prev-close, or set reproduction to repeat a published table',
    );
  if (band === 'qpl' && fit === 'static-full')
    throw new StrataError(
      'static-full fits σ and λ on days that come later; take causal-rolling, or set reproduction to repeat a published table',
    );
}

/** Which closes the levels of a day are fitted on; undefined where there are too few. */
function fitSpan(
  days: number,
  fit: 'causal-rolling' | 'static-train' | 'static-full',
  options: LevelOptions,
): (t: number) => { from: number; to: number } | undefined {
  const { history = 2048, least = 250, trainDays } = options;
  if (!(Number.isInteger(history) && least >= 4 && least <= history))
    throw new StrataError(`levels need 4 ≤ least ≤ history bars; received least ${least} and history ${history}`);
  if (fit === 'causal-rolling')
    return (t) => (t + 1 >= least ? { from: Math.max(0, t + 1 - history), to: t } : undefined);
  if (fit === 'static-full') {
    const span = { from: Math.max(0, days - history), to: days - 1 };
    return () => span;
  }
  if (!(trainDays !== undefined && Number.isInteger(trainDays) && trainDays >= 4 && trainDays <= days))
    throw new StrataError(`static-train needs trainDays from 4 to the ${days} days there are, received ${trainDays}`);
  const span = { from: Math.max(0, trainDays - history), to: trainDays };
  return () => span;
}

function fitDays(close: ArrayLike<number>, from: number, to: number, t: number, options: ReturnOptions): QuantumFit {
  const closes = Float64Array.from({ length: to - from }, (_, k) => close[from + k] as number);
  try {
    return fitQuantum(closes, options);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    throw new StrataError(`levels of day ${t}, fitted on the closes of days ${from} to ${to - 1}: ${error.message}`);
  }
}

function referencePrice(prices: DailyPrices, t: number, reference: 'open' | 'prev-close' | 'same-close'): number {
  if (reference === 'open') return prices.open[t] as number;
  return (prices.close[reference === 'same-close' ? t : t - 1] ?? Number.NaN) as number;
}
