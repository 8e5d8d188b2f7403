/** Days of an order book written down by hand, one snapshot every three seconds from 09:30. */
import type { BookDay } from '../../src/market/index.js';

/** Levels of a side, best first. */
export type Levels = readonly (readonly [ticks: number, size: number])[];

export interface Snapshot {
  readonly bids: Levels;
  readonly asks: Levels;
  /** Trades until the next snapshot; `at` is ms after this one, default 1500. */
  readonly trades?: readonly (readonly [ticks: number, size: number, at?: number])[];
}

/** A day of 600000; one more snapshot, like the last, closes the last step. */
export function handMadeBook(snapshots: readonly Snapshot[]): BookDay {
  const all = [...snapshots, { ...(snapshots.at(-1) as Snapshot), trades: [] }];
  const levels = Math.max(...all.flatMap((s) => [s.bids.length, s.asks.length]));
  const flat = (of: (s: Snapshot) => Levels, k: 0 | 1): number[] =>
    all.flatMap((s) => Array.from({ length: levels }, (_, l) => of(s)[l]?.[k] ?? 0));
  const trades = all.flatMap((s, t) => (s.trades ?? []).map(([ticks, size, at = 1500]) => ({ t, ticks, size, at })));
  return {
    dataset: 'hand-made',
    instrument: '600000',
    market: 'SSE',
    day: '2015-01-05',
    tickSize: 0.01,
    lotShares: 100,
    levels,
    timeMs: Int32Array.from(all, (_, t) => 34_200_000 + 3000 * t),
    phase: new Uint8Array(all.length).fill(2),
    bidTicks: Int32Array.from(flat((s) => s.bids, 0)),
    bidSizes: Float64Array.from(flat((s) => s.bids, 1)),
    askTicks: Int32Array.from(flat((s) => s.asks, 0)),
    askSizes: Float64Array.from(flat((s) => s.asks, 1)),
    tape: {
      timeMs: Int32Array.from(trades, (x) => 34_200_000 + 3000 * x.t + x.at),
      ticks: Int32Array.from(trades, (x) => x.ticks),
      sizes: Float64Array.from(trades, (x) => x.size),
      sides: new Int8Array(trades.length),
      auction: new Uint8Array(trades.length),
    },
    tapeKind: 'generated',
    tradeStart: Int32Array.from({ length: all.length + 1 }, (_, t) => trades.filter((x) => x.t < t).length),
    flags: [],
    hash: 'hand-made',
    synthetic: true,
  };
}
