/** A sale of 300 shares over four snapshots of a hand-made book, in which each kind of fill but one happens once. */
import type { EpisodeRecord } from '../../src/execution/index.js';
import type { BookDay } from '../../src/market/index.js';

/** Two levels a side around 10.00 and 10.01; [ticks, size] best first. */
const bids = [
  [
    [1000, 500],
    [999, 900],
  ],
  [
    [1000, 400],
    [999, 900],
  ],
  [
    [1001, 300],
    [1000, 700],
  ],
  [
    [1000, 800],
    [999, 900],
  ],
  [
    [1000, 800],
    [999, 900],
  ],
] as const;
const asks = [
  [
    [1001, 600],
    [1002, 700],
  ],
  [
    [1001, 200],
    [1002, 700],
  ],
  [
    [1002, 650],
    [1003, 100],
  ],
  [
    [1001, 100],
    [1002, 600],
  ],
  [
    [1001, 100],
    [1002, 600],
  ],
] as const;
/** Trades after each snapshot: [ticks, size, buyer's side]. */
const trades = [
  [
    [1001, 300, 1],
    [1000, 100, -1],
  ],
  [
    [1001, 200, 1],
    [1002, 100, 1],
  ],
  [],
  [[1000, 400, -1]],
  [],
] as const;

export const sampleBook: BookDay = {
  dataset: 'sample',
  instrument: '600000',
  market: 'SSE',
  day: '2015-01-05',
  tickSize: 0.01,
  lotShares: 100,
  levels: 2,
  timeMs: Int32Array.from(bids, (_, t) => 34_200_000 + 3000 * t),
  phase: Uint8Array.from(bids, () => 2),
  bidTicks: Int32Array.from(bids.flat(), (l) => l[0]),
  bidSizes: Float64Array.from(bids.flat(), (l) => l[1]),
  askTicks: Int32Array.from(asks.flat(), (l) => l[0]),
  askSizes: Float64Array.from(asks.flat(), (l) => l[1]),
  tape: {
    timeMs: Int32Array.from(trades.flatMap((of, t) => of.map(() => 34_200_000 + 3000 * t + 1500))),
    ticks: Int32Array.from(trades.flat(), (x) => x[0]),
    sizes: Float64Array.from(trades.flat(), (x) => x[1]),
    sides: Int8Array.from(trades.flat(), (x) => x[2]),
    auction: new Uint8Array(trades.flat().length),
  },
  tapeKind: 'generated',
  tradeStart: Int32Array.from([0, 2, 4, 4, 5, 5]),
  flags: [],
  hash: 'sample',
  synthetic: true,
};

export const sampleEpisode: EpisodeRecord = {
  title: 'Rest, then cross: a sample',
  book: sampleBook,
  firstSnapshot: 0,
  steps: 4,
  side: -1,
  orderShares: 300,
  actionNames: ['limit at bid', 'limit at ask', 'wait'],
  actions: Int8Array.from([1, 2, 0, 2]),
  liveTicks: Int32Array.from([1001, 1001, 1001, 0]),
  queueAhead: Float64Array.from([2, 0, Number.NaN, Number.NaN]),
  fills: [
    { step: 1, ticks: 1001, shares: 100, reason: 'queue' },
    { step: 2, ticks: 1001, shares: 100, reason: 'crossed' },
    { step: 3, ticks: 1000, shares: 100, reason: 'forced' },
  ],
  subgoals: [{ step: 0, steps: 80, shares: 300, label: 'g2' }],
};
