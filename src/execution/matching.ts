/**
 * The matching kernel of M3T's trading simulator, for N episodes at once: history is replayed, at most one order of one lot is live, and
 * an order on its own side waits until three trade records have passed (docs/papers/m3t.md, simulator).
 *
 * Inside step t the trader has seen snapshot t, its order is placed or kept, and it is matched with snapshot t and the trades until the
 * next one.
 */
import { StrataError } from '../core/index.js';
import type { BookPack } from './book-pack.js';
import type { FillReason } from './episode-record.js';
import type { MatchingRules } from './rules.js';

/** What a trader can do in a step, by number: an order of one lot at the best bid, at the best ask, or leaving things as they are. */
export const orderActions = ['limit at bid', 'limit at ask', 'wait'] as const;

/** Reasons of fills by number, 0 for no fill. */
export const fillReasons: readonly (FillReason | 'none')[] = ['none', 'crossed', 'queue', 'overtaken', 'forced'];
const [, crossed, queue, overtaken] = [0, 1, 2, 3];

/** N episodes' orders and what the last step did to them; all columns [N]. */
export interface Matching {
  readonly pack: BookPack;
  readonly rules: MatchingRules;
  /** +1 buys, −1 sells. */
  readonly side: Int8Array;
  /** Price of the live order in ticks, 0 without one. */
  readonly liveTicks: Int32Array;
  /** Trade records before it; those of an order that crossed the spread but was not filled count from when it is on its own side. */
  readonly queueAhead: Int32Array;
  /** Fill of the last step: price in ticks, 0 without one, and its reason, an index into {@link fillReasons}. A fill is one lot. */
  readonly fillTicks: Int32Array;
  readonly fillReason: Uint8Array;
}

/** Episodes without orders, all on one side at first. */
export function matching(pack: BookPack, rules: MatchingRules, count: number, side: 1 | -1): Matching {
  if (!Number.isInteger(rules.queueConstant) || rules.queueConstant < 0)
    throw new StrataError(`the queue constant is a whole number from 0; received ${rules.queueConstant}`);
  return {
    pack,
    rules,
    side: new Int8Array(count).fill(side),
    liveTicks: new Int32Array(count),
    queueAhead: new Int32Array(count),
    fillTicks: new Int32Array(count),
    fillReason: new Uint8Array(count),
  };
}

/**
 * One step of episode i at snapshot `at` of the pack.
 * @param action index into {@link orderActions}; an order at a side without levels is not placed and cancels nothing
 * @returns whether a lot was filled
 */
export function matchStep(m: Matching, i: number, at: number, action: number): boolean {
  const { pack, rules } = m;
  const side = m.side[i] as number;
  m.fillTicks[i] = 0;
  m.fillReason[i] = 0;
  let placed = false;
  if (action !== 2) {
    const ticks = (action === 0 ? pack.bidTicks : pack.askTicks)[at * pack.levels] as number;
    if (ticks > 0 && !(rules.reissue === 'keep' && ticks === m.liveTicks[i])) {
      m.liveTicks[i] = ticks;
      m.queueAhead[i] = rules.queueConstant;
      placed = true;
    }
  }
  const price = m.liveTicks[i] as number;
  if (price === 0) return false;

  const place = placeOf(pack, at, side, price, rules.visible);
  if (place === beyond) {
    const shown = shownFor(pack, at, side, price, rules.visible);
    const enough = rules.minFill === 'ge-lot' ? shown >= pack.lotShares : shown > pack.lotShares;
    return enough && fill(m, i, price, placed ? crossed : overtaken);
  }
  if (place === nowhere && rules.offBook === 'frozen') return false;
  return waitInQueue(m, i, at, side, price) && fill(m, i, price, queue);
}

/** Forgets the live order of episode i. */
export function cancelOrder(m: Matching, i: number): void {
  m.liveTicks[i] = 0;
}

function fill(m: Matching, i: number, price: number, reason: number): true {
  m.fillTicks[i] = price;
  m.fillReason[i] = reason;
  m.liveTicks[i] = 0;
  return true;
}

/** Where a price lies for an order: on its own side of the book, on the other side, or in neither. */
const [own, beyond, nowhere] = [0, 1, 2];

function placeOf(pack: BookPack, at: number, side: number, price: number, visible: MatchingRules['visible']): number {
  const { levels } = pack;
  const [ownTicks, otherTicks] = side > 0 ? [pack.bidTicks, pack.askTicks] : [pack.askTicks, pack.bidTicks];
  const start = at * levels;
  if (visible === 'range') {
    const [bestOwn, bestOther] = [ownTicks[start] as number, otherTicks[start] as number];
    const worst = (ticks: Int32Array): number => {
      for (let l = levels - 1; l >= 0; l--) if ((ticks[start + l] as number) > 0) return ticks[start + l] as number;
      return 0;
    };
    // A buyer's order is at or above an ask; every comparison is mirrored for a seller.
    if (bestOther > 0 && side * (price - bestOther) >= 0)
      return side * (price - worst(otherTicks)) <= 0 ? beyond : nowhere;
    return bestOwn > 0 && side * (price - worst(ownTicks)) >= 0 ? own : nowhere;
  }
  for (let l = start; l < start + levels; l++) {
    if (ownTicks[l] === price) return own;
    if (otherTicks[l] === price) return beyond;
  }
  return nowhere;
}

/** Shares shown on the other side: at the order's price, or (range) at it and better. */
function shownFor(pack: BookPack, at: number, side: number, price: number, visible: MatchingRules['visible']): number {
  const [ticks, sizes] = side > 0 ? [pack.askTicks, pack.askSizes] : [pack.bidTicks, pack.bidSizes];
  let shown = 0;
  for (let l = at * pack.levels; l < (at + 1) * pack.levels; l++) {
    const level = ticks[l] as number;
    if (level > 0 && (level === price || (visible === 'range' && side * (price - level) > 0)))
      shown += sizes[l] as number;
  }
  return shown;
}

/** Moves the queue of episode i by the trades of the step; true where the order is filled at its head. */
function waitInQueue(m: Matching, i: number, at: number, side: number, price: number): boolean {
  const { pack, rules } = m;
  const { tradeTicks, tradeSizes, lotShares } = pack;
  let ahead = m.queueAhead[i] as number;
  let atHead = 0; // shares traded while first, or in the whole step
  for (let n = pack.tradeStart[at] as number; n < (pack.tradeStart[at + 1] as number); n++) {
    const better = side * (price - (tradeTicks[n] as number));
    if (better < 0) continue;
    if (ahead === 0 || rules.headFill === 'whole-step') atHead += tradeSizes[n] as number;
    if (ahead > 0 && (rules.queueAdvance === 'at-or-better' || better === 0)) ahead--;
  }
  m.queueAhead[i] = ahead;
  if (ahead > 0) return false;
  if (atHead >= lotShares) return true;
  if (rules.headFillSource === 'trades') return false;
  const next = (side > 0 ? pack.askTicks : pack.bidTicks)[(at + 1) * pack.levels] as number;
  return next > 0 && side * (price - next) >= 0;
}
