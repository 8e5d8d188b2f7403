/** A day of one instrument's limit order book in columns of typed arrays: what every book reader yields and the simulator replays. */
import type { Market } from '../calendar/sessions.js';

/** What the venue was doing when a snapshot was taken; only `continuous` snapshots are steps of a simulation. */
export const bookPhases = [
  'before',
  'opening-auction',
  'continuous',
  'break',
  'closing-auction',
  'after',
  'halted',
] as const;
export type BookPhase = (typeof bookPhases)[number];

/** How the trades between snapshots are known. */
export type TapeKind = 'recorded' | 'inferred' | 'generated' | 'none';

/** Trades of a day in order of time; all arrays have one entry a trade record. */
export interface TradeTape {
  readonly timeMs: Int32Array;
  /** Price in ticks. */
  readonly ticks: Int32Array;
  /** Shares (or the book's unit). */
  readonly sizes: Float64Array;
  /** +1 a buyer, −1 a seller took the initiative, 0 auction or unknown. */
  readonly sides: Int8Array;
  /** 1 for a trade that counts in the day's VWAP and fills nothing: of an auction, off the exchange, or at a price of another time. */
  readonly auction: Uint8Array;
}

/** Snapshots of T moments with L levels a side, and the trades between them. */
export interface BookDay {
  /** Id of the data set, e.g. `cn-600519-2023-02`. */
  readonly dataset: string;
  readonly instrument: string;
  readonly market: Market | 'crypto';
  /** ISO day. */
  readonly day: string;
  /** Price of one tick in the instrument's currency. */
  readonly tickSize: number;
  /** Shares of the smallest order. */
  readonly lotShares: number;
  /** L, displayed levels a side. */
  readonly levels: number;
  /** Stamp of each snapshot, ms after local midnight, never falling [T]. */
  readonly timeMs: Int32Array;
  /** Index into {@link bookPhases} [T]. */
  readonly phase: Uint8Array;
  /** Best level first, row-major [T × L]; ticks are 0 and sizes 0 where a level is empty. */
  readonly bidTicks: Int32Array;
  readonly bidSizes: Float64Array;
  readonly askTicks: Int32Array;
  readonly askSizes: Float64Array;
  /** Orders waiting on each level, where the source tells [T × L]. */
  readonly bidOrders?: Int32Array;
  readonly askOrders?: Int32Array;
  readonly tape: TradeTape;
  readonly tapeKind: TapeKind;
  /**
   * First trade of each interval [T + 1]: trades of (t, t + 1] are `tradeStart[t] … tradeStart[t + 1] − 1`; those before the first
   * snapshot come before `tradeStart[0]`, those after the last one belong to interval T − 1.
   */
  readonly tradeStart: Int32Array;
  /** Shares and value traded since the open as the source's snapshots say, where they do [T]. */
  readonly cumulativeVolume?: Float64Array;
  readonly cumulativeValue?: Float64Array;
  /** Yesterday's close and the day's price limits in ticks, where there are any. */
  readonly previousCloseTicks?: number;
  readonly limitTicks?: { readonly low: number; readonly high: number };
  /** What a reader of results should know of the day, e.g. `limit`, `halted`, `half day`. */
  readonly flags: readonly string[];
  /** SHA-256 of the source's bytes, or the id of a twin's day. */
  readonly hash: string;
  readonly synthetic: boolean;
}
