/** Bars of one instrument in columns of typed arrays: what every reader yields and every feature reads. */

/** Open, high, low, close and volume of one instrument, in order of time. All arrays have one entry a bar. */
export interface BarSeries {
  /** Id of the data set, e.g. `cn-15min`. */
  readonly dataset: string;
  readonly instrument: string;
  /** Length of a bar in minutes; 1440 for daily bars. */
  readonly intervalMinutes: number;
  /** Trading days, ISO, ascending. */
  readonly days: readonly string[];
  /** Index into `days` of each bar. */
  readonly day: Int32Array;
  /** End of the bar, ms after local midnight of its day. */
  readonly endMs: Int32Array;
  /** Prices in the instrument's currency, as the source gives them. */
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Shares (or contracts, or ticks where the data set says so). */
  readonly volume: Float64Array;
  /** Traded value in currency, where the source has it. */
  readonly amount?: Float64Array;
  /** Further columns of the source by name, e.g. `preclose`. */
  readonly extra?: Readonly<Record<string, Float64Array>>;
  /** SHA-256 of the source's bytes, or the id of a synthetic twin. */
  readonly hash: string;
  /** Whether the bars were generated rather than observed. */
  readonly synthetic: boolean;
}
