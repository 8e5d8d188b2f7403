/**
 * What a new order comes to in each step of a replayed book, worked out once by the kernel itself: history does not answer to our orders, so an
 * order placed at a best price has the same outcome for every trader who places it there and then. Steps of many episodes are then look-ups.
 */
import type { BookPack } from '../book-pack.js';
import { matching, matchStep, orderActions } from '../matching.js';
import type { MatchingRules } from '../rules.js';

/**
 * One row of 16 integers (a cache line) a snapshot, and one behind the last [(G + 1) × 16]; columns:
 * 0, 1 best bid and ask in ticks, 0 where empty · 2, 3 outcome of a buy at the bid and at the ask · 4, 5 of a sale (minus the reason of its
 * fill, or the records still before it) · 6 displayed levels as bids + 65536 × asks where each side is a ladder of neighbouring ticks and
 * the sides do not touch, −1 elsewhere · 7, 8 lowest and highest trade of the step · 9 its first trade · 10-13 as two doubles, shares and
 * shares × ticks that the market traded in the step.
 */
export interface StepIndex {
  readonly pack: BookPack;
  readonly rules: MatchingRules;
  readonly rows: Int32Array;
  /** The same memory as doubles: shares of the step at `8 × at + 5`, their value at `8 × at + 6`. */
  readonly traded: Float64Array;
  /** Whether the rules let an order at rest be moved by the row alone. */
  readonly direct: boolean;
}

/** Integers a row. */
export const stepWidth = 16;

/** Works out the index of a pack under rules; 64 bytes a snapshot. */
export function stepIndex(pack: BookPack, rules: MatchingRules): StepIndex {
  const { levels, bidTicks, askTicks, isStep, tradeStart, tradeTicks, volumeBefore, valueBefore } = pack;
  const snapshots = isStep.length;
  const rows = new Int32Array((snapshots + 1) * stepWidth);
  const traded = new Float64Array(rows.buffer);
  const traders = [matching(pack, rules, 1, 1), matching(pack, rules, 1, -1)] as const;
  for (let at = 0; at < snapshots; at++) {
    const row = at * stepWidth;
    rows[row] = bidTicks[at * levels] as number;
    rows[row + 1] = askTicks[at * levels] as number;
    if (isStep[at])
      for (const [k, m] of traders.entries())
        for (const action of [0, 1]) {
          m.liveTicks[0] = 0;
          const filled = matchStep(m, 0, at, action);
          rows[row + 2 + 2 * k + action] = filled ? -(m.fillReason[0] as number) : (m.queueAhead[0] as number);
        }
    rows[row + 6] = ladder(pack, at);
    let [lowest, highest] = [0x7fffffff, -1];
    const [first, end] = [tradeStart[at] as number, tradeStart[at + 1] as number];
    for (let n = first; n < end; n++) {
      lowest = Math.min(lowest, tradeTicks[n] as number);
      highest = Math.max(highest, tradeTicks[n] as number);
    }
    rows[row + 7] = lowest;
    rows[row + 8] = highest;
    rows[row + 9] = first;
    traded[8 * at + 5] = (volumeBefore[at + 1] as number) - (volumeBefore[at] as number);
    traded[8 * at + 6] = (valueBefore[at + 1] as number) - (valueBefore[at] as number);
  }
  rows[snapshots * stepWidth + 9] = tradeStart[snapshots] as number;
  return { pack, rules, rows, traded, direct: rules.visible === 'exact-level' && rules.headFillSource === 'trades' };
}

/** Displayed bids + 65536 × asks where prices of each side are neighbouring ticks and bids lie below asks, else −1. */
function ladder({ levels, bidTicks, askTicks }: BookPack, at: number): number {
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
