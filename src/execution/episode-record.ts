/** What happened in one episode of execution, snapshot by snapshot: what the theatre shows, and what a test can check by hand. */
import { StrataError } from '../core/index.js';
import type { BookDay } from '../market/index.js';

/** Why shares were filled: an order across the spread, the head of a queue, a price that the other side reached, the end of the time. */
export type FillReason = 'crossed' | 'queue' | 'overtaken' | 'forced';

/** Shares filled in one step at one price. */
export interface EpisodeFill {
  /** Step of the episode, from 0. */
  readonly step: number;
  readonly ticks: number;
  readonly shares: number;
  readonly reason: FillReason;
}

/** A subgoal as it was asked for. */
export interface EpisodeSubgoal {
  readonly step: number;
  readonly steps: number;
  readonly shares: number;
  readonly label: string;
}

/** One order worked through consecutive snapshots of a day. Step k sees snapshot `firstSnapshot + k` and is matched with the trades after it. */
export interface EpisodeRecord {
  /** Who traded what, e.g. `AP, tranche 3`. */
  readonly title: string;
  readonly book: BookDay;
  readonly firstSnapshot: number;
  readonly steps: number;
  /** +1 buys, −1 sells. */
  readonly side: 1 | -1;
  readonly orderShares: number;
  readonly actionNames: readonly string[];
  /** Decision of each step, an index into `actionNames`, −1 for none [steps]. */
  readonly actions: Int8Array;
  /** Price of the live order while the step was matched, ticks, 0 without one [steps]. */
  readonly liveTicks: Int32Array;
  /** What stands before it in the queue model's unit, NaN where it does not wait in a queue [steps]. */
  readonly queueAhead: Float64Array;
  /** In order of steps. */
  readonly fills: readonly EpisodeFill[];
  readonly subgoals?: readonly EpisodeSubgoal[];
}

/** Columns that follow from a record, all [steps], each as it stands at the end of the step. */
export interface EpisodeCourse {
  readonly filledShares: Float64Array;
  /** Market VWAP of the episode so far, currency; NaN before the first trade. */
  readonly marketVwap: Float64Array;
  /** VWAP of our fills so far, currency; NaN before the first. */
  readonly ownVwap: Float64Array;
  /** side × (market − own) / market × 10⁴: positive is cheap; NaN before both are there. */
  readonly slippageBp: Float64Array;
  /** Shares the market traded in the step. */
  readonly volume: Float64Array;
}

/**
 * Running sums of an episode.
 * @throws StrataError where the record does not fit its book or a fill lies outside its steps
 */
export function episodeCourse(record: EpisodeRecord): EpisodeCourse {
  const { book, firstSnapshot, steps, side, fills } = record;
  const snapshots = book.timeMs.length;
  if (!(firstSnapshot >= 0 && steps > 0 && firstSnapshot + steps <= snapshots))
    throw new StrataError(
      `an episode lies within its day of ${snapshots} snapshots; received ${steps} steps from snapshot ${firstSnapshot}`,
    );
  const stray = fills.find(({ step }) => !(step >= 0 && step < steps));
  if (stray) throw new StrataError(`fills lie in steps 0 to ${steps - 1}; received one in step ${stray.step}`);
  const column = (): Float64Array => new Float64Array(steps);
  const course = {
    filledShares: column(),
    marketVwap: column(),
    ownVwap: column(),
    slippageBp: column(),
    volume: column(),
  };
  let [marketValue, marketShares, ownValue, ownShares] = [0, 0, 0, 0];
  let next = 0;
  for (let k = 0; k < steps; k++) {
    const [from, to] = [book.tradeStart[firstSnapshot + k] as number, book.tradeStart[firstSnapshot + k + 1] as number];
    const before = marketShares;
    for (let i = from; i < to; i++) {
      if (book.tape.auction[i]) continue;
      marketValue += (book.tape.ticks[i] as number) * (book.tape.sizes[i] as number);
      marketShares += book.tape.sizes[i] as number;
    }
    for (; next < fills.length && (fills[next] as EpisodeFill).step <= k; next++) {
      const { ticks, shares } = fills[next] as EpisodeFill;
      ownValue += ticks * shares;
      ownShares += shares;
    }
    const [market, own] = [marketValue / marketShares, ownValue / ownShares];
    course.filledShares[k] = ownShares;
    course.volume[k] = marketShares - before;
    course.marketVwap[k] = market * book.tickSize;
    course.ownVwap[k] = own * book.tickSize;
    course.slippageBp[k] = (side * (market - own) * 1e4) / market;
  }
  return course;
}

/** A fill in a sentence: what was done, and what in the book or on the tape made it possible. */
export function explainFill(record: EpisodeRecord, fill: EpisodeFill): string {
  const { book, firstSnapshot, side } = record;
  const at = firstSnapshot + fill.step;
  const price = (ticks: number): string => (ticks * book.tickSize).toFixed(decimalsOf(book.tickSize));
  const done = `${side > 0 ? 'Bought' : 'Sold'} ${fill.shares.toLocaleString('en')} at ${price(fill.ticks)}`;
  const [bid, ask] = [book.bidTicks[at * book.levels] as number, book.askTicks[at * book.levels] as number];
  const touch = `bid ${price(bid)}, ask ${price(ask)}`;
  switch (fill.reason) {
    case 'crossed':
      return `${done} across the spread (${touch}), where ${shownAt(book, at, -side, fill.ticks).toLocaleString('en')} were shown.`;
    case 'queue': {
      const { shares, records } = tradedAt(record, fill);
      return `${done} at the head of its queue (${touch}): ${records} ${records === 1 ? 'trade' : 'trades'} of ${shares.toLocaleString('en')} shares at this price or better before the next snapshot.`;
    }
    case 'overtaken':
      return `${done}: the other side of the book had come to its price (${touch}).`;
    case 'forced':
      return `${done} by a market order, because the time was up (${touch}).`;
  }
}

/** Digits after the decimal point that a price in such ticks needs. */
export function decimalsOf(tickSize: number): number {
  return Math.max(0, Math.ceil(-Math.log10(tickSize) - 1e-9));
}

/** Size of a displayed level; `side` +1 looks at the bids. */
function shownAt(book: BookDay, snapshot: number, side: number, ticks: number): number {
  const [prices, sizes] = side > 0 ? [book.bidTicks, book.bidSizes] : [book.askTicks, book.askSizes];
  for (let l = snapshot * book.levels; l < (snapshot + 1) * book.levels; l++)
    if (prices[l] === ticks) return sizes[l] as number;
  return 0;
}

function tradedAt(
  { book, firstSnapshot, side }: EpisodeRecord,
  { step, ticks }: EpisodeFill,
): {
  shares: number;
  records: number;
} {
  const at = firstSnapshot + step;
  let [shares, records] = [0, 0];
  for (let i = book.tradeStart[at] as number; i < (book.tradeStart[at + 1] as number); i++) {
    if (side * (ticks - (book.tape.ticks[i] as number)) < 0) continue;
    shares += book.tape.sizes[i] as number;
    records++;
  }
  return { shares, records };
}
