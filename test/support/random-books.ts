/** Random days of an order book for properties: gaps, thin and empty levels, one-sided books, bursts of trades; no model of a market. */
import type { Generator } from '../../src/core/index.js';
import { type BookDay, bookPhases } from '../../src/market/index.js';

/** Settings of a random day. */
export interface RandomBook {
  readonly snapshots: number;
  readonly levels?: number;
  readonly day?: string;
  /** Chance that a side of a snapshot is empty; default 0.02. */
  readonly empty?: number;
}

const continuous = bookPhases.indexOf('continuous');

export function randomBook(random: Generator, options: RandomBook): BookDay {
  const { snapshots, levels = 3, day = '2015-01-05', empty = 0.02 } = options;
  const timeMs = Int32Array.from({ length: snapshots }, (_, t) => 34_200_000 + 3000 * t);
  const book = {
    bidTicks: new Int32Array(snapshots * levels),
    bidSizes: new Float64Array(snapshots * levels),
    askTicks: new Int32Array(snapshots * levels),
    askSizes: new Float64Array(snapshots * levels),
  };
  const trades: { ms: number; ticks: number; size: number; auction: number }[] = [];
  const tradeStart = new Int32Array(snapshots + 1);
  let bid = 1000;
  for (let t = 0; t < snapshots; t++) {
    if (random.uniform() < 0.4) bid = Math.max(50, bid + random.integer(7) - 3);
    for (const side of [1, -1]) {
      if (random.uniform() < empty) continue;
      const [ticks, sizes] = side > 0 ? [book.bidTicks, book.bidSizes] : [book.askTicks, book.askSizes];
      let price = side > 0 ? bid : bid + 1 + (random.uniform() < 0.2 ? random.integer(3) : 0);
      const shown = random.uniform() < 0.1 ? 1 + random.integer(levels) : levels;
      for (let l = 0; l < shown; l++) {
        ticks[t * levels + l] = price;
        sizes[t * levels + l] = random.uniform() < 0.2 ? random.integer(150) : 100 * (1 + random.integer(9));
        price -= side * (random.uniform() < 0.15 ? 2 + random.integer(2) : 1);
      }
    }
    tradeStart[t] = trades.length;
    const count = random.uniform() < 0.1 ? 3 + random.integer(9) : random.integer(4);
    for (let k = 0; k < count; k++)
      trades.push({
        ms: 34_200_000 + 3000 * t + 1 + random.integer(3000),
        ticks: bid + random.integer(4) - 1,
        size: random.uniform() < 0.2 ? 1 + random.integer(150) : 100 * (1 + random.integer(4)),
        auction: random.uniform() < 0.02 ? 1 : 0,
      });
  }
  tradeStart[snapshots] = trades.length;
  return {
    dataset: 'random',
    instrument: '600000',
    market: 'SSE',
    day,
    tickSize: 0.01,
    lotShares: 100,
    levels,
    timeMs,
    phase: new Uint8Array(snapshots).fill(continuous),
    ...book,
    tape: {
      timeMs: Int32Array.from(trades, (x) => x.ms),
      ticks: Int32Array.from(trades, (x) => x.ticks),
      sizes: Float64Array.from(trades, (x) => x.size),
      sides: new Int8Array(trades.length),
      auction: Uint8Array.from(trades, (x) => x.auction),
    },
    tapeKind: 'generated',
    tradeStart,
    flags: [],
    hash: 'random',
    synthetic: true,
  };
}

/** A day as it is known at its snapshot n − 1: the first n snapshots, and the trades before the last of them. */
export function firstSnapshots(book: BookDay, n: number): BookDay {
  const records = book.tradeStart[n - 1] as number;
  const { tape, levels } = book;
  return {
    ...book,
    timeMs: book.timeMs.slice(0, n),
    phase: book.phase.slice(0, n),
    bidTicks: book.bidTicks.slice(0, n * levels),
    bidSizes: book.bidSizes.slice(0, n * levels),
    askTicks: book.askTicks.slice(0, n * levels),
    askSizes: book.askSizes.slice(0, n * levels),
    tape: {
      timeMs: tape.timeMs.slice(0, records),
      ticks: tape.ticks.slice(0, records),
      sizes: tape.sizes.slice(0, records),
      sides: tape.sides.slice(0, records),
      auction: tape.auction.slice(0, records),
    },
    tradeStart: Int32Array.from([...book.tradeStart.slice(0, n), records]),
  };
}

/** One day until its snapshot `known`, then the other: trades until that snapshot are the first day's. Both have equally many snapshots. */
export function anotherFuture(past: BookDay, future: BookDay, known: number): BookDay {
  const [kept, dropped] = [past.tradeStart[known] as number, future.tradeStart[known] as number];
  const records = { from: kept, to: dropped };
  const levels = { from: (known + 1) * past.levels, to: (known + 1) * past.levels };
  type Cut = { readonly from: number; readonly to: number };
  const joined = (a: Iterable<number>, b: Iterable<number>, { from, to }: Cut): number[] => [
    ...[...a].slice(0, from),
    ...[...b].slice(to),
  ];
  const ints = (a: Int32Array, b: Int32Array, cut: Cut): Int32Array => Int32Array.from(joined(a, b, cut));
  const floats = (a: Float64Array, b: Float64Array, cut: Cut): Float64Array => Float64Array.from(joined(a, b, cut));
  return {
    ...past,
    bidTicks: ints(past.bidTicks, future.bidTicks, levels),
    bidSizes: floats(past.bidSizes, future.bidSizes, levels),
    askTicks: ints(past.askTicks, future.askTicks, levels),
    askSizes: floats(past.askSizes, future.askSizes, levels),
    tape: {
      timeMs: ints(past.tape.timeMs, future.tape.timeMs, records),
      ticks: ints(past.tape.ticks, future.tape.ticks, records),
      sizes: floats(past.tape.sizes, future.tape.sizes, records),
      sides: Int8Array.from(joined(past.tape.sides, future.tape.sides, records)),
      auction: Uint8Array.from(joined(past.tape.auction, future.tape.auction, records)),
    },
    tradeStart: past.tradeStart.map((start, t) =>
      t <= known ? start : (future.tradeStart[t] as number) - dropped + kept,
    ),
  };
}
