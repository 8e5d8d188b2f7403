/**
 * What a new order comes to in each step of a replayed book, worked out once by the kernel itself: history does not answer to our orders, so an
 * order placed at a best price has the same outcome for every trader who places it there and then. Steps of many episodes are then look-ups.
 */
import type { BookPack } from '../book-pack.js';
import { matching, matchStep, orderActions } from '../matching.js';
import type { MatchingRules } from '../rules.js';

/** Integers a row: 64 bytes, a cache line. */
export const stepWidth = 16;
/** Columns 0 and 1: best bid and best ask in ticks, 0 where empty. */
export const bestBid = 0;
export const bestAsk = 1;
/** Columns 2 to 5: outcome of a new order, a buy at the bid and at the ask, a sale likewise: minus the reason of its fill, or the records still before it. */
export const outcomes = 2;
/**
 * Displayed levels, bids + 65536 × asks, where the prices of each side are neighbouring ticks and bids lie below asks, so that a price is found
 * by subtraction; −1 elsewhere.
 */
export const ladders = 6;
/** Lowest and highest price of the step's trades, and the first of them. */
export const lowestTrade = 7;
export const highestTrade = 8;
export const firstTrade = 9;
/** Columns 10 to 13, as two doubles: shares, and shares × ticks, that the market traded in the step; offsets among the row's 8 doubles. */
export const tradedShares = 5;
export const tradedValue = 6;
/** Doubles a row. */
export const doubleWidth = 8;

/** One row a snapshot, and one behind the last. */
export interface StepIndex {
  readonly pack: BookPack;
  readonly rules: MatchingRules;
  /** Row-major [(G + 1) × 16], by the columns above. */
  readonly rows: Int32Array;
  /** The same memory as doubles [(G + 1) × 8]. */
  readonly traded: Float64Array;
  /** Whether the rules let an order at rest be moved by the row alone. */
  readonly direct: boolean;
}

/** Works out the index of a pack under rules; 64 bytes a snapshot. */
export function stepIndex(pack: BookPack, rules: MatchingRules): StepIndex {
  const { levels, bidTicks, askTicks, isStep, tradeStart, tradeTicks, volumeBefore, valueBefore } = pack;
  const snapshots = isStep.length;
  const rows = new Int32Array((snapshots + 1) * stepWidth);
  const traded = new Float64Array(rows.buffer);
  const traders = [matching(pack, rules, 1, 1), matching(pack, rules, 1, -1)] as const;
  for (let at = 0; at < snapshots; at++) {
    const row = at * stepWidth;
    rows[row + bestBid] = bidTicks[at * levels] as number;
    rows[row + bestAsk] = askTicks[at * levels] as number;
    if (isStep[at])
      for (const [k, m] of traders.entries())
        for (const action of [0, 1]) {
          m.liveTicks[0] = 0;
          const filled = matchStep(m, 0, at, action);
          rows[row + outcomes + 2 * k + action] = filled ? -(m.fillReason[0] as number) : (m.queueAhead[0] as number);
        }
    rows[row + ladders] = laddersOf(pack, at);
    let [lowest, highest] = [0x7fffffff, -1];
    const [first, end] = [tradeStart[at] as number, tradeStart[at + 1] as number];
    for (let n = first; n < end; n++) {
      lowest = Math.min(lowest, tradeTicks[n] as number);
      highest = Math.max(highest, tradeTicks[n] as number);
    }
    rows[row + lowestTrade] = lowest;
    rows[row + highestTrade] = highest;
    rows[row + firstTrade] = first;
    traded[doubleWidth * at + tradedShares] = (volumeBefore[at + 1] as number) - (volumeBefore[at] as number);
    traded[doubleWidth * at + tradedValue] = (valueBefore[at + 1] as number) - (valueBefore[at] as number);
  }
  rows[snapshots * stepWidth + firstTrade] = tradeStart[snapshots] as number;
  return { pack, rules, rows, traded, direct: rules.visible === 'exact-level' && rules.headFillSource === 'trades' };
}

/** Displayed bids + 65536 × asks where prices of each side are neighbouring ticks and bids lie below asks, else −1. */
function laddersOf({ levels, bidTicks, askTicks }: BookPack, at: number): number {
  const counts = [bidTicks, askTicks].map((ticks, k) => {
    const best = ticks[at * levels] as number;
    let shown = 0;
    for (let l = 0; l < levels; l++) {
      const level = ticks[at * levels + l] as number;
      if (level === 0) continue;
      if (shown !== l || level !== best + (k === 0 ? -l : l)) return -1;
      shown++;
    }
    return shown;
  }) as [number, number];
  const [bid, ask] = [bidTicks[at * levels] as number, askTicks[at * levels] as number];
  const [bids, asks] = counts;
  return bids < 0 || asks < 0 || levels > 32767 || (bid > 0 && ask > 0 && bid >= ask) ? -1 : bids + 65536 * asks;
}

/** Number of `wait` among {@link orderActions}. */
export const waitAction: number = orderActions.indexOf('wait');
