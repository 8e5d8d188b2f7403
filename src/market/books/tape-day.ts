/** A day's trades of one instrument without its book, and the cancels where the source tells them. */
import type { Market } from '../calendar/sessions.js';
import type { TradeTape } from './book-day.js';

/** Orders taken back, in order of time; all arrays have one entry a cancel. */
export interface Cancels {
  readonly timeMs: Int32Array;
  /** Number of the order. */
  readonly id: Float64Array;
  /** Its side: +1 bid, −1 ask. */
  readonly sides: Int8Array;
  readonly sizes: Float64Array;
}

/** Trades of a day. */
export interface TapeDay {
  readonly dataset: string;
  readonly instrument: string;
  readonly market: Market;
  /** ISO day. */
  readonly day: string;
  readonly tickSize: number;
  readonly lotShares: number;
  readonly tape: TradeTape;
  readonly cancels?: Cancels;
  /** What a reader of results should know of the day. */
  readonly flags: readonly string[];
  readonly hash: string;
}
