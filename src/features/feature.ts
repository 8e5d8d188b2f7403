/** What a feature is: columns computed from bars, a row a day, with the window it looks back on and the interval it was fitted on. */
import type { BarSeries } from '../market/index.js';

/** First and last trading day that a fitted quantity has seen, ISO, inclusive. */
export interface FittedOn {
  readonly from: string;
  readonly to: string;
}

/** Values of a feature: row d belongs to days[d] and may use bars up to the end of that day, none after it. */
export interface FeatureColumns {
  readonly days: readonly string[];
  readonly columns: readonly string[];
  /** Row-major [days × columns]. */
  readonly values: Float64Array;
  /** Interval that a fitted feature saw; null for a feature that is only computed. */
  readonly fittedOn: FittedOn | null;
}

/** A named feature. Every registered one is tested for prefix invariance: appending later bars changes no earlier row. */
export interface Feature {
  readonly id: string;
  readonly doc: string;
  /** Trading days, the row's own included, that a row looks at. */
  readonly windowDays: number;
  readonly unit: string;
  compute(bars: BarSeries): FeatureColumns;
}
